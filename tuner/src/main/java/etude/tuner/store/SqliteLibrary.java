package etude.tuner.store;

import etude.datasets.source.DataRoot;
import etude.trainer.files.AtomicFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.OSInfo;

/**
 * Keeps SQLite's native library in the cache. Otherwise its driver unpacks it into a temporary file
 * in every process, which is a third of the time of opening a store, and which a killed process
 * leaves behind.
 */
public final class SqliteLibrary {
    private static final String PROPERTY = "org.sqlite.lib.path";

    private SqliteLibrary() {}

    /**
     * Loads it early: a JVM loads one native library after the other, so whoever opens a store
     * while the engine's is loading waits a second.
     */
    public static void load() {
        prepare();
        try {
            SQLiteJDBCLoader.initialize();
        } catch (Exception e) {
            return; // happens again, and is said, where a store is opened
        }
    }

    /** Tells the driver where the library is; where it cannot be kept, the driver unpacks it. */
    static void prepare() {
        if (System.getProperty(PROPERTY) == null) {
            try {
                System.setProperty(PROPERTY, kept(DataRoot.fromEnvironment().cache()).toString());
            } catch (IOException e) {
                // A cache that cannot be written only costs time.
            }
        }
    }

    /** The folder in the cache that holds the library for this machine. */
    static Path kept(Path cache) throws IOException {
        String machine = System.getProperty("os.name") + "-" + System.getProperty("os.arch");
        Path folder =
                cache.resolve("sqlite-%s-%s".formatted(SQLiteJDBCLoader.getVersion(), machine))
                        .toAbsolutePath();
        Path library = folder.resolve(System.mapLibraryName("sqlitejdbc"));
        if (!Files.exists(library)) {
            Files.createDirectories(folder);
            AtomicFiles.replace(library, packed(library.getFileName().toString()));
        }
        return folder;
    }

    private static byte[] packed(String name) throws IOException {
        String path =
                "/org/sqlite/native/%s/%s"
                        .formatted(OSInfo.getNativeLibFolderPathForCurrentOS(), name);
        try (InputStream in = SQLiteJDBCLoader.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IOException("the driver has no library for this machine");
            }
            return in.readAllBytes();
        }
    }
}
