package etude.datasets.reader;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Walks a .tar, .tar.gz or .tgz archive in its own order. */
final class TarFile {
    private TarFile() {}

    /** Sees one file or folder; the name has neither a leading ./ nor a trailing slash. */
    @FunctionalInterface
    interface Visitor {
        /** Whether to go on. */
        boolean visit(String name, boolean folder, InputStream content) throws IOException;
    }

    static boolean is(Path path) {
        String name = SourceFiles.name(path);
        return name.endsWith(".tar") || name.endsWith(".tar.gz") || name.endsWith(".tgz");
    }

    /**
     * Links and other special entries are passed over.
     *
     * @throws etude.datasets.EtudeException when the archive is missing, truncated or no archive
     */
    static void walk(Path path, Visitor visitor) {
        try (InputStream in = SourceFiles.open(path);
                TarArchiveInputStream tar = new TarArchiveInputStream(in)) {
            for (TarArchiveEntry entry = tar.getNextEntry();
                    entry != null;
                    entry = tar.getNextEntry()) {
                boolean wanted = entry.isDirectory() || entry.isFile();
                if (wanted && !visitor.visit(name(entry), entry.isDirectory(), tar)) {
                    return;
                }
            }
            // Reading on to the end makes a truncated or damaged gzip stream fail.
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw SourceFiles.unreadable(path, e);
        }
    }

    private static String name(TarArchiveEntry entry) {
        String name =
                entry.getName().startsWith("./") ? entry.getName().substring(2) : entry.getName();
        return name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
    }
}
