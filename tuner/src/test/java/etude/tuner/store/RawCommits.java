package etude.tuner.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/** One short row a commit: what the database itself can do on this disk at this moment. */
final class RawCommits implements Runnable, AutoCloseable {
    private final Connection connection;
    private final PreparedStatement insert;
    private final Dialect dialect;

    RawCommits(StoreLocation location) throws SQLException {
        dialect =
                location instanceof StoreLocation.SqliteFile file
                        ? new SqliteDialect(file, Access.WRITING, Patience.USUAL)
                        : new PostgresDialect(
                                (StoreLocation.PostgresDatabase) location, Access.WRITING);
        connection = dialect.connect();
        try (Statement statement = connection.createStatement()) {
            statement.execute("create table if not exists raw_commits (a integer)");
        }
        insert = connection.prepareStatement("insert into raw_commits values (1)");
    }

    @Override
    public void run() {
        try {
            Dialect.Turn turn = dialect.turn();
            try {
                insert.executeUpdate();
            } finally {
                turn.close();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
