package etude.tuner.store;

import etude.datasets.EtudeException;
import etude.datasets.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.sqlite.BusyHandler;
import org.sqlite.JDBC;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;

/**
 * A SQLite file in write-ahead mode, where readers and the one writer do not wait for each other.
 * Its clock is that of the machine: a file is for the processes of one machine.
 */
sealed class SqliteDialect implements Dialect permits SqliteSnapshot {
    private static final Duration LONGEST_BUSY_WAIT = Duration.ofSeconds(10);

    private final StoreLocation.SqliteFile location;
    private final Access access;
    private final SQLiteConfig config = new SQLiteConfig();
    private final long busyNanoseconds;

    SqliteDialect(StoreLocation.SqliteFile location, Access access, Patience patience) {
        this.location = location;
        this.access = access;
        busyNanoseconds =
                Stream.of(patience.opening(), patience.working(), LONGEST_BUSY_WAIT)
                        .mapToLong(Duration::toNanos)
                        .min()
                        .orElseThrow();
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    }

    /** For looking, where this user cannot write the file or its folder, at a copy. */
    static SqliteDialect of(StoreLocation.SqliteFile location, Access access, Patience patience) {
        Path file = location.path().toAbsolutePath();
        return access == Access.READING && readOnly(file).isPresent()
                ? new SqliteSnapshot(location, patience)
                : new SqliteDialect(location, access, patience);
    }

    /** Refuses what is there, but is no file that this user can read. */
    final void requireReadable(Path file) {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new EtudeException(
                    "cannot read study store %s; check that it is a file, and ask its owner for the right to read it and to enter its folder"
                            .formatted(location));
        }
    }

    /** What this user cannot write of an existing file and its folder. */
    private static Optional<Path> readOnly(Path file) {
        try {
            Path real = file.toRealPath(); // SQLite's other files are beside this one
            return Stream.of(real, real.resolveSibling(""))
                    .filter(path -> !Files.isWritable(path))
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty(); // there is none yet, or SQLite will say what is wrong with it
        }
    }

    @Override
    public Connection connect() throws SQLException {
        Path file = location.path().toAbsolutePath();
        if (access == Access.READING) {
            requireReadable(file);
            return connection(file.toString()); // in its mode, for it may be another program's
        }
        readOnly(file).ifPresent(this::refuse);
        createParent(file);
        Connection connection = connection(file.toString());
        try {
            useWriteAheadLog(connection);
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private void refuse(Path readOnly) {
        throw new EtudeException(
                "cannot write study store %s: %s is read-only for the user '%s', for whom `etude study status`, `report`, `export` and `list` work"
                        .formatted(
                                location,
                                Files.isDirectory(readOnly) ? "its folder" : "it",
                                System.getProperty("user.name")));
    }

    /**
     * Opens a file as it is.
     *
     * @param name a path, or a URI that begins with {@code file:}
     */
    final Connection connection(String name) throws SQLException {
        SqliteLibrary.prepare();
        Connection connection = JDBC.createConnection("jdbc:sqlite:" + name, config.toProperties());
        try {
            BusyHandler.setHandler(connection, new ShortWaits(busyNanoseconds));
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private void createParent(Path file) {
        Path parent = file.getParent();
        try {
            if (parent != null) {
                Files.createDirectories(parent);
            }
        } catch (IOException e) {
            throw new EtudeException(
                    "cannot create folder %s for the study store (%s)"
                            .formatted(parent, Reason.of(parent, e)),
                    e);
        }
    }

    /** The mode is a property of the file, so it is set once; setting it needs the file alone. */
    private void useWriteAheadLog(Connection connection) throws SQLException {
        if (!journalMode(connection, "pragma journal_mode").equals("wal")
                && !journalMode(connection, "pragma journal_mode = wal").equals("wal")) {
            throw new EtudeException(
                    "%s is on a file system without shared memory, which a SQLite study store needs; put it on a local disk, or use PostgreSQL with --store jdbc:postgresql://..."
                            .formatted(location));
        }
    }

    private static String journalMode(Connection connection, String pragma) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery(pragma)) {
            return results.next() ? results.getString(1) : "";
        }
    }

    @Override
    public String sql(String template) {
        return template.replace("${now}", "cast(unixepoch('subsec') * 1000 as integer)")
                .replace("${identity}", "integer primary key")
                .replace("${clustered}", "without rowid")
                .replace("${skip locked}", "")
                .replace("${lock row}", "")
                .replace("${share}", "")
                .replace("${tables}", "select name from sqlite_master where type = 'table'");
    }

    @Override
    public Turn turn() {
        Path file = location.path().toAbsolutePath();
        return WriteTurn.take(
                file.resolveSibling(file.getFileName() + "-turn"),
                Duration.ofNanos(busyNanoseconds));
    }

    /** Takes the lock to write at once: a reader that turns writer could fail half-way. */
    @Override
    public void begin(Connection connection) throws SQLException {
        execute(connection, "begin immediate");
    }

    @Override
    public void commit(Connection connection) throws SQLException {
        execute(connection, "commit");
    }

    @Override
    public void rollback(Connection connection) throws SQLException {
        execute(connection, "rollback");
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void prepareForSchema(Session session) {
        // "begin immediate" holds the file's only lock to write.
    }

    @Override
    public Trouble diagnose(SQLException error) {
        return switch (code(error)) {
            case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PROTOCOL ->
                    Trouble.passing(
                            "study store %s is locked by another process".formatted(location));
            case SQLITE_FULL ->
                    Trouble.lasting(
                            "no space left on the disk while writing study store %s; what it holds is intact; free space and run the same command again"
                                    .formatted(location));
            case SQLITE_NOTADB ->
                    Trouble.lasting(
                            "%s is not a study store: it is no SQLite file, or its beginning is damaged; choose another place with --store, or restore it from a copy"
                                    .formatted(location));
            case SQLITE_CORRUPT ->
                    Trouble.lasting(
                            "study store %s is damaged (%s); restore it from a copy, or save what is readable with 'sqlite3 FILE .recover'"
                                    .formatted(location, Trouble.firstLine(error)));
            case SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_READONLY, SQLITE_AUTH ->
                    Trouble.lasting(
                            "cannot %s study store %s (%s); check that it is a file and that you may %1$s it and its folder"
                                    .formatted(
                                            access == Access.READING ? "read" : "write",
                                            location,
                                            Trouble.firstLine(error)));
            default ->
                    Trouble.lasting(
                            "study store %s failed (%s)"
                                    .formatted(location, Trouble.firstLine(error)));
        };
    }

    /** The primary code of an extended one. */
    static SQLiteErrorCode code(SQLException error) {
        return SQLiteErrorCode.getErrorCode(error.getErrorCode() & 0xff);
    }

    @Override
    public void require(Right right, Session session) {
        // Who may not write the file has a copy of it, or was refused when it was opened.
    }

    @Override
    public String absence() {
        return absence(location);
    }

    static String absence(StoreLocation.SqliteFile location) {
        return "there is no study store %s; `etude study run FILE` creates it".formatted(location);
    }

    @Override
    public final Access access() {
        return access;
    }

    @Override
    public final StoreLocation.SqliteFile location() {
        return location;
    }

    @Override
    public void close() {
        // Nothing is kept beside the connection.
    }
}
