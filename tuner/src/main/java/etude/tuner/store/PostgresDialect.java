package etude.tuner.store;

import etude.datasets.EtudeException;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import javax.net.ssl.SSLHandshakeException;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.postgresql.util.PSQLState;

/** A PostgreSQL database; the tables are in a schema of their own, {@code etude}. */
record PostgresDialect(StoreLocation.PostgresDatabase location, Access access) implements Dialect {
    private static final String SCHEMA = "etude";

    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    /** Said when tables are created where this user may not enter the schema. */
    private static final String NO_SCHEMA = "3F000";

    private static final String READ_ONLY = "25006";

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
                .replace("${lock row}", "for update")
                .replace("${share}", "for share")
                .replace(
                        "${tables}",
                        "select tablename from pg_tables where schemaname = current_schema()");
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
        if (session.first(row -> true, "select 1 from pg_namespace where nspname = ?", SCHEMA)
                .isEmpty()) {
            createSchema(session);
        }
    }

    private void createSchema(Session session) throws SQLException {
        try {
            session.update("create schema " + SCHEMA);
        } catch (SQLException e) {
            if (!String.valueOf(e.getSQLState()).equals(INSUFFICIENT_PRIVILEGE)) {
                throw e;
            }
            throw new StoreTroubleException(
                    "study store %s: the user '%s' may not create the schema %s (%s); let the owner of the database run `create schema %3$s authorization %5$s`"
                            .formatted(location, user(), SCHEMA, Trouble.firstLine(e), role()),
                    e);
        }
    }

    @Override
    public void require(Right right, Session session) throws SQLException {
        String lacking =
                right == Right.UPGRADE
                        ? "not pg_has_role(tableowner, 'usage')"
                        : "not has_table_privilege('trials', 'update')";
        Optional<String> owner =
                session.first(
                        row -> row.getString(1),
                        "select tableowner from pg_tables where tablename = 'trials'"
                                + " and schemaname = current_schema() and "
                                + lacking);
        if (owner.isPresent()) {
            throw new EtudeException(
                    right == Right.WORK
                            ? "study store %s: the user '%s' may look at it (`etude study status`, `report`, `export`, `list`), but not write it; let its owner '%s' run `%s`"
                                    .formatted(location, user(), owner.get(), grants())
                            : "study store %s is of an earlier version, and the user '%s' may not change it; let its owner '%s' run `etude study list --store URL` once with this version, which brings it up to date for everybody"
                                    .formatted(location, user(), owner.get()));
        }
    }

    /** What lets this user do what the store is opened for. */
    private String grants() {
        return "grant usage on schema %1$s to %2$s; grant %3$s on all tables in schema %1$s to %2$s"
                .formatted(
                        SCHEMA,
                        role(),
                        access == Access.READING ? "select" : "select, insert, update, delete");
    }

    /** The user as a statement writes it. */
    private String role() {
        String user = user();
        return user.matches("[a-z_][a-z0-9_]*") ? user : '"' + user.replace("\"", "\"\"") + '"';
    }

    @Override
    public String absence() {
        return "study store %s: the user '%s' sees no studies there; `etude study run FILE` begins one, and if others have begun some, their owner shows them with `%s`"
                .formatted(location, user(), grants());
    }

    @Override
    public Trouble diagnose(SQLException error) {
        if (error.getCause() instanceof UnknownHostException) {
            return Trouble.lasting(
                    "cannot reach study store %s: unknown host; check the URL".formatted(location));
        }
        String state = String.valueOf(error.getSQLState());
        if (isAboutEncryption(error)) {
            return Trouble.lasting(
                    "study store %s: no connection as safe as the URL asks (%s); check sslmode and sslrootcert in it, and that the server's certificate is for that host"
                            .formatted(location, Trouble.firstLine(error)));
        }
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
            case INSUFFICIENT_PRIVILEGE, NO_SCHEMA ->
                    Trouble.lasting(
                            "study store %s: the user '%s' may not %s it (%s); let its owner run `%s`"
                                    .formatted(
                                            location,
                                            user(),
                                            access == Access.READING ? "read" : "write",
                                            Trouble.firstLine(error),
                                            grants()));
            case READ_ONLY ->
                    Trouble.lasting(
                            "study store %s can only be read there (%s); name the primary server, or let its operator allow writing"
                                    .formatted(location, Trouble.firstLine(error)));
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

    /** The driver has states of its own for none of this. */
    private static boolean isAboutEncryption(SQLException error) {
        String words = Trouble.firstLine(error);
        return error.getCause() instanceof SSLHandshakeException
                || words.contains("hostnameverifier")
                || words.contains("does not support SSL")
                || words.contains("SSL root certificate");
    }

    @Override
    public void close() {
        // Nothing is kept beside the connection.
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
