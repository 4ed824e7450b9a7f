package etude.tuner.store;

import etude.trainer.files.AtomicFiles;
import etude.trainer.files.WriteFailures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;

/**
 * A copy of a SQLite file that this user cannot write, as it was at one moment. A store in
 * write-ahead mode cannot be read in place there: even readers want to create files beside it. What
 * reading has to change, such as a store of an older version, is changed in the copy, which is
 * deleted in the end.
 */
final class SqliteSnapshot extends SqliteDialect {
    private static final String LOG = "-wal";

    /** Together they are what SQLite makes the content of after a crash. */
    private static final List<String> CONTENT = List.of("", LOG, "-journal");

    private static final String SHARED_MEMORY = "-shm";

    private @Nullable Path folder;

    SqliteSnapshot(StoreLocation.SqliteFile location, Patience patience) {
        super(location, Access.READING, patience);
    }

    /** Copies; when that failed before, from the beginning. */
    @Override
    public Connection connect() throws SQLException {
        close();
        try {
            Path original = location().path().toRealPath();
            Path copy = temporary();
            if (!hasLog(original) || !copiedBySqlite(original, copy)) {
                copyFiles(original, copy);
            }
            return connection(copy.toString());
        } catch (IOException e) {
            throw WriteFailures.explain(
                    "a copy of study store %s in".formatted(location()),
                    place(),
                    "the store can only be read, and is as it was",
                    e);
        }
    }

    private static Path place() {
        return Path.of(System.getProperty("java.io.tmpdir", ""));
    }

    private Path temporary() throws IOException {
        Path created = Files.createTempDirectory("etude-store-");
        folder = created;
        Path copy = created.resolve("study.db");
        created.toFile().deleteOnExit(); // what is registered last is deleted first
        Stream.concat(CONTENT.stream(), Stream.of(SHARED_MEMORY))
                .forEach(part -> sibling(copy, part).toFile().deleteOnExit());
        return copy;
    }

    private static Path sibling(Path file, String part) {
        return file.resolveSibling(file.getFileName() + part);
    }

    /** Somebody writes now or was killed; where a file is missing, SQLite would create it. */
    private static boolean hasLog(Path original) {
        return Files.exists(sibling(original, LOG))
                && Files.exists(sibling(original, SHARED_MEMORY));
    }

    /**
     * Copies in one transaction that reads, beside any writers.
     *
     * @return whether SQLite could open the files
     */
    private boolean copiedBySqlite(Path original, Path copy) throws SQLException {
        String url = original.toUri().getRawPath() + "?mode=ro&readonly_shm=1";
        try (Connection source = connection("file:" + url);
                PreparedStatement statement = source.prepareStatement("vacuum into ?")) {
            statement.setString(1, copy.toString());
            statement.execute();
            return true;
        } catch (SQLException e) {
            return switch (code(e)) {
                case SQLITE_CANTOPEN, SQLITE_READONLY, SQLITE_PERM, SQLITE_IOERR -> false;
                default -> throw e;
            };
        }
    }

    /**
     * Copies the files. They are read a second time: what is the same then was so at one moment
     * between, in all of them.
     */
    private void copyFiles(Path original, Path copy) throws IOException, SQLException {
        for (String part : CONTENT) {
            Path file = sibling(original, part);
            Files.deleteIfExists(sibling(copy, part));
            if (Files.exists(file)) {
                requireReadable(file);
                Files.copy(file, sibling(copy, part));
            }
        }
        for (String part : CONTENT) {
            if (!same(sibling(original, part), sibling(copy, part))) {
                throw new SQLException(
                        "it changed while it was copied", "", SQLiteErrorCode.SQLITE_BUSY.code);
            }
        }
    }

    private static boolean same(Path file, Path copy) throws IOException {
        return Files.exists(file)
                ? Files.exists(copy) && Files.mismatch(file, copy) < 0
                : !Files.exists(copy);
    }

    /** The copy is this process's own. */
    @Override
    public Turn turn() {
        return Turn.NONE;
    }

    @Override
    public Trouble diagnose(SQLException error) {
        if (code(error) == SQLiteErrorCode.SQLITE_FULL) {
            return Trouble.lasting(
                    "no space left in %s for a copy of study store %s, which can only be read; free space there"
                            .formatted(place(), location()));
        }
        return super.diagnose(error);
    }

    @Override
    public void close() {
        Path old = folder;
        folder = null;
        if (old != null) {
            try {
                AtomicFiles.deleteTree(old);
            } catch (IOException e) {
                // It is tried again when this process ends.
            }
        }
    }
}
