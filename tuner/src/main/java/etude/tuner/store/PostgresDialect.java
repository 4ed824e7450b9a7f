package etude.tuner.store;

import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.postgresql.util.PSQLState;

/** A PostgreSQL database; the tables are in a schema of their own, {@code etude}. */
record PostgresDialect(StoreLocation.PostgresDatabase location) implements Dialect {
    private static final String SCHEMA = "etude";

    /** Any number will do, as long as all processes use the same. */
    private static final long SCHEMA_LOCK = 0x657475646573746fL;

    /** What stands in the URL wins over these properties. */
    @Override
    public Connection connect() throws SQLException {
        Properties properties = new Properties();
        PGProperty.CURRENT_SCHEMA.set(properties, SCHEMA);
        PGProperty.APPLICATION_NAME.set(properties, "etude");
        PGProperty.CONNECT_TIMEOUT.set(properties, 10); // seconds, as are the others
        PGProperty.SOCKET_TIMEOUT.set(properties, 30);
        PGProperty.TCP_KEEP_ALIVE.set(properties, true);
        Connection connection = new Driver().connect(location.url(), properties);
        if (connection == null) {
            throw new IllegalStateException("not a URL of PostgreSQL, which was checked before");
        }
        return connection;
    }

    @Override
    public String sql(String template) {
        return template.replace("${now}", "cast(extract(epoch from now()) * 1000 as bigint)")
                .replace("${identity}", "bigint generated always as identity primary key")
                .replace("${clustered}", "")
                .replace("${skip locked}", "for update skip locked")
                .replace("${share}", "for share")
                .replace(
                        "${tables}",
                        "select table_name from information_schema.tables"
                                + " where table_schema = current_schema()");
    }

    /** The server queues its writers itself. */
    @Override
    public Turn turn() {
        return Turn.NONE;
    }

    /** The driver sends "begin" together with the first statement. */
    @Override
    public void begin(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
    }

    @Override
    public void commit(Connection connection) throws SQLException {
        connection.commit();
        connection.setAutoCommit(true);
    }

    @Override
    public void rollback(Connection connection) throws SQLException {
        connection.rollback();
        connection.setAutoCommit(true);
    }

    @Override
    public void prepareForSchema(Session session) throws SQLException {
        session.query(row -> true, "select pg_advisory_xact_lock(?)", SCHEMA_LOCK);
        session.update("create schema if not exists " + SCHEMA);
    }

    @Override
    public Trouble diagnose(SQLException error) {
        if (error.getCause() instanceof UnknownHostException) {
            return Trouble.lasting(
                    "cannot reach study store %s: unknown host; check the URL".formatted(location));
        }
        String state = String.valueOf(error.getSQLState());
        if (state.startsWith("28") || state.equals(PSQLState.CONNECTION_REJECTED.getState())) {
            return Trouble.lasting(
                    "study store %s refuses the user '%s' (%s); check user and password in the URL or in ~/.pgpass"
                            .formatted(location, user(), Trouble.firstLine(error)));
        }
        return switch (state) {
            case "3D000" ->
                    Trouble.lasting(
                            "study store %s: there is no such database; create it with 'createdb', or correct the URL"
                                    .formatted(location));
            case "42501" ->
                    Trouble.lasting(
                            "study store %s: the user '%s' may not do that (%s); grant the right to create a schema"
                                    .formatted(location, user(), Trouble.firstLine(error)));
            case "53100" ->
                    Trouble.lasting(
                            "no space left on the disk of study store %s; what it holds is intact; free space and run the same command again"
                                    .formatted(location));
            case "57P01", "57P02", "57P03", "53300", "40001", "40P01", "55P03" ->
                    unavailable(error);
            default ->
                    state.startsWith("08")
                            ? unavailable(error)
                            : Trouble.lasting(
                                    "study store %s failed (%s)"
                                            .formatted(location, Trouble.firstLine(error)));
        };
    }

    private Trouble unavailable(SQLException error) {
        return Trouble.passing(
                "study store %s is unavailable (%s); check that the server runs and can be reached"
                        .formatted(location, Trouble.firstLine(error)));
    }

    private String user() {
        String user = PGProperty.USER.getOrDefault(location.properties());
        return user == null ? System.getProperty("user.name", "") : user;
    }
}
