package etude.tuner.store;

import java.sql.Connection;
import java.sql.Statement;

/** Takes all trials inside a transaction that never ends. */
final class HalfWriter {
    private HalfWriter() {}

    public static void main(String[] arguments) throws Exception {
        StoreLocation location = StoreLocation.parse(arguments[0]);
        Dialect dialect =
                location instanceof StoreLocation.SqliteFile file
                        ? new SqliteDialect(file, Access.WRITING, Patience.USUAL)
                        : new PostgresDialect(
                                (StoreLocation.PostgresDatabase) location, Access.WRITING);
        try (Connection connection = dialect.connect()) {
            dialect.begin(connection);
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate(
                        "update trials set state = 'running', attempt = attempt + 1");
            }
            System.out.println("written");
            System.in.read();
        }
    }
}
