package etude.tuner.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A connection and the statements prepared on it; of use until the first error. */
final class Session implements AutoCloseable {
    /** Makes a value of the row a result set stands on. */
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    private final Connection connection;
    private final Dialect dialect;
    private final Map<String, PreparedStatement> statements = new HashMap<>();

    Session(Connection connection, Dialect dialect) {
        this.connection = connection;
        this.dialect = dialect;
    }

    Connection connection() {
        return connection;
    }

    Dialect dialect() {
        return dialect;
    }

    /** Runs a statement and returns how many rows it changed. */
    int update(String template, @Nullable Object... values) throws SQLException {
        return bound(template, values).executeUpdate();
    }

    /** All rows of a query. */
    <T> List<T> query(Row<T> row, String template, @Nullable Object... values) throws SQLException {
        List<T> rows = new ArrayList<>();
        try (ResultSet results = bound(template, values).executeQuery()) {
            while (results.next()) {
                rows.add(row.read(results));
            }
        }
        return rows;
    }

    /** The first row of a query. */
    <T> Optional<T> first(Row<T> row, String template, @Nullable Object... values)
            throws SQLException {
        return query(row, template, values).stream().findFirst();
    }

    private PreparedStatement bound(String template, @Nullable Object... values)
            throws SQLException {
        PreparedStatement statement = statements.get(template);
        if (statement == null) {
            statement = connection.prepareStatement(dialect.sql(template));
            statements.put(template, statement);
        }
        for (int i = 0; i < values.length; i++) {
            Object value = values[i];
            // PostgreSQL knows no NUL in text, and the last lines of a log may hold anything.
            statement.setObject(
                    i + 1, value instanceof String text ? text.replace('\0', '\uFFFD') : value);
        }
        return statement;
    }

    @Override
    public void close() throws SQLException {
        connection.close(); // and with it the statements
    }
}
