package etude.datasets.reader;

import etude.datasets.EtudeException;
import etude.datasets.Reason;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/** Opens source files, and says in one sentence why one cannot be read. */
final class SourceFiles {
    private SourceFiles() {}

    /** The last part of a path in lower case; that of the root folder is empty. */
    static String name(Path path) {
        Path name = path.getFileName();
        return name == null ? "" : name.toString().toLowerCase(Locale.ROOT);
    }

    static boolean isGzip(Path path) {
        String name = name(path);
        return name.endsWith(".gz") || name.endsWith(".tgz");
    }

    /** The file's bytes, as they are. */
    static InputStream plain(Path path) throws IOException {
        requireFile(path);
        return Files.newInputStream(path);
    }

    /** The file's bytes, inflated if its name ends in .gz or .tgz. */
    static InputStream open(Path path) throws IOException {
        InputStream file = plain(path);
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

    /**
     * A device such as /dev/zero never ends, and a pipe cannot be read twice.
     *
     * @throws EtudeException when the path is not that of a file
     */
    static void requireFile(Path path) {
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            throw new EtudeException(
                    "Cannot read %s: expected a file, found %s."
                            .formatted(
                                    path,
                                    Files.isDirectory(path) ? "a folder" : "a device or a pipe"));
        }
    }

    /** Damaged and truncated archives arrive here as well as missing files. */
    static EtudeException unreadable(Path path, Exception cause) {
        return new EtudeException("Cannot read " + path + ": " + words(path, cause) + ".", cause);
    }

    private static String words(Path path, Exception cause) {
        if (cause instanceof UncheckedIOException
                && cause.getCause() instanceof IOException inner) {
            return words(path, inner);
        }
        if (cause instanceof NoSuchFileException missing) {
            return path.toString().equals(missing.getFile())
                    ? "there is no such file"
                    : missing.getFile() + " is no longer there";
        }
        return cause instanceof AccessDeniedException denied
                ? "this user may not read " + denied.getFile()
                : Reason.of(path, cause);
    }
}
