package etude.datasets.reader;

import etude.datasets.EtudeException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/** Opens source files, and says in one sentence why one cannot be read. */
final class SourceFiles {
    private SourceFiles() {}

    static boolean isGzip(Path path) {
        String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".gz") || name.endsWith(".tgz");
    }

    /** The file's bytes, inflated if its name ends in .gz or .tgz. */
    static InputStream open(Path path) throws IOException {
        InputStream file = Files.newInputStream(path);
        if (!isGzip(path)) {
            return new BufferedInputStream(file);
        }
        try {
            return new BufferedInputStream(new GZIPInputStream(file, 1 << 16));
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    /** Damaged and truncated archives arrive here as well as missing files. */
    static EtudeException unreadable(Path path, Exception cause) {
        String reason =
                cause instanceof NoSuchFileException
                        ? "there is no such file"
                        : String.valueOf(cause.getMessage());
        return new EtudeException("Cannot read " + path + ": " + reason + ".", cause);
    }
}
