package etude.datasets.reader;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Walks a .tar, .tar.gz or .tgz archive in its own order. A link, hard or symbolic, is the file
 * that it names; links come after the other entries, since what they name has to be read again.
 */
public final class TarFile {
    /** What links name is held in memory. */
    private static final long MOST_LINKED_BYTES = 1L << 30;

    private final Path path;
    private final Visitor visitor;

    /** Of each link, what it names. */
    private final Map<String, String> links = new LinkedHashMap<>();

    private final Set<String> folders = new HashSet<>();

    private TarFile(Path path, Visitor visitor) {
        this.path = path;
        this.visitor = visitor;
    }

    /** Sees one file or folder; the name has neither a leading ./ nor a trailing slash. */
    @FunctionalInterface
    interface Visitor {
        /** Whether to go on. */
        boolean visit(String name, boolean folder, InputStream content) throws IOException;
    }

    /** Whether a file's name is that of an archive. */
    public static boolean is(Path path) {
        String name = SourceFiles.name(path);
        return name.endsWith(".tar") || name.endsWith(".tar.gz") || name.endsWith(".tgz");
    }

    /**
     * Devices and other special entries are passed over, and so is the root folder itself.
     *
     * @throws etude.datasets.EtudeException when the archive is missing, truncated or no archive,
     *     or has a link to a folder; and when a visitor reads a link that names no file in it
     */
    static void walk(Path path, Visitor visitor) {
        TarFile tar = new TarFile(path, visitor);
        try {
            if (tar.entries(tar::visit) && !tar.links.isEmpty()) {
                tar.visitLinks();
            }
        } catch (IOException e) {
            throw SourceFiles.unreadable(path, e);
        }
    }

    private interface EntryVisitor {
        boolean visit(String name, TarArchiveEntry entry, InputStream content) throws IOException;
    }

    /** Whether no visitor stopped. */
    private boolean entries(EntryVisitor each) throws IOException {
        try (InputStream in = SourceFiles.open(path);
                TarArchiveInputStream tar = new TarArchiveInputStream(in)) {
            for (TarArchiveEntry entry = tar.getNextEntry();
                    entry != null;
                    entry = tar.getNextEntry()) {
                String name = cleaned(entry.getName());
                if (!name.isEmpty() && !each.visit(name, entry, tar)) {
                    return false;
                }
            }
            // Reading on to the end makes a truncated or damaged gzip stream fail.
            in.transferTo(OutputStream.nullOutputStream());
            return true;
        }
    }

    private boolean visit(String name, TarArchiveEntry entry, InputStream content)
            throws IOException {
        if (entry.isLink()) {
            links.put(name, cleaned(entry.getLinkName()));
        } else if (entry.isSymbolicLink()) {
            links.put(name, cleaned(name + "/../" + entry.getLinkName()));
        } else if (entry.isDirectory()) {
            folders.add(name);
            return visitor.visit(name, true, content);
        } else if (!entry.isCharacterDevice() && !entry.isBlockDevice() && !entry.isFIFO()) {
            return visitor.visit(name, false, content);
        }
        return true;
    }

    private void visitLinks() throws IOException {
        Map<String, List<String>> namedBy = new LinkedHashMap<>();
        links.forEach(
                (link, target) ->
                        namedBy.computeIfAbsent(last(target), name -> new ArrayList<>()).add(link));
        boolean on =
                entries(
                        (name, entry, content) -> {
                            if (entry.isDirectory() || links.containsKey(name)) {
                                return true;
                            }
                            List<String> names = namedBy.remove(name);
                            return names == null
                                    || visitAll(names, linked(name, entry.getSize(), content));
                        });
        if (on) {
            for (Map.Entry<String, List<String>> dangling : namedBy.entrySet()) {
                visitDangling(dangling.getKey(), dangling.getValue());
            }
        }
    }

    private boolean visitAll(List<String> names, byte[] content) throws IOException {
        for (String name : names) {
            if (!visitor.visit(name, false, new ByteArrayInputStream(content))) {
                return false;
            }
        }
        return true;
    }

    private void visitDangling(String target, List<String> names) throws IOException {
        for (String name : names) {
            if (folders.contains(target)) {
                throw new IOException(
                        "%s is a link to the folder %s; make the archive with tar --dereference"
                                .formatted(name, target));
            }
            if (!visitor.visit(name, false, new Dangling(name, target))) {
                return;
            }
        }
    }

    /** Follows links to links, as far as a chain without a ring can be. */
    private String last(String target) {
        String last = target;
        for (int i = 0; i < links.size() && links.containsKey(last); i++) {
            last = links.get(last);
        }
        return last;
    }

    private static byte[] linked(String name, long size, InputStream content) throws IOException {
        if (size > MOST_LINKED_BYTES) {
            throw new IOException(
                    "links to %s, which has %d bytes, expected at most %d"
                            .formatted(name, size, MOST_LINKED_BYTES));
        }
        return content.readAllBytes();
    }

    /** Without empty parts, dots, and the parts that two dots take back; "" for the root itself. */
    private static String cleaned(String name) {
        Deque<String> parts = new ArrayDeque<>();
        for (String part : name.split("/", -1)) {
            if (part.equals("..") && !parts.isEmpty() && !parts.getLast().equals("..")) {
                parts.removeLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.addLast(part);
            }
        }
        return String.join("/", parts);
    }

    /** A link that names no file of the archive: it matters to who reads it. */
    private static final class Dangling extends InputStream {
        private final String link;
        private final String target;

        Dangling(String link, String target) {
            this.link = link;
            this.target = target;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return read();
        }

        @Override
        public int read() throws IOException {
            throw new IOException(
                    "%s is a link to %s, which is no file in the archive; make it with tar --dereference"
                            .formatted(link, target));
        }
    }
}
