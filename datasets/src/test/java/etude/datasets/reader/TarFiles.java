package etude.datasets.reader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Writes small archives. */
final class TarFiles {
    private TarFiles() {}

    static Path write(Path path, Map<String, byte[]> members) throws IOException {
        return write(path, members, List.of());
    }

    /** A folder, or a link where there is a target, as an entry without content. */
    record Special(String name, byte type, String target) {}

    static Path write(Path path, Map<String, byte[]> members, List<Special> specials)
            throws IOException {
        try (TarArchiveOutputStream tar =
                new TarArchiveOutputStream(new GZIPOutputStream(Files.newOutputStream(path)))) {
            for (Special special : specials) {
                TarArchiveEntry entry = new TarArchiveEntry(special.name(), special.type());
                entry.setLinkName(special.target());
                tar.putArchiveEntry(entry);
                tar.closeArchiveEntry();
            }
            add(members, tar);
        }
        return path;
    }

    private static void add(Map<String, byte[]> members, TarArchiveOutputStream tar)
            throws IOException {
        for (Map.Entry<String, byte[]> member : members.entrySet()) {
            TarArchiveEntry entry = new TarArchiveEntry(member.getKey());
            entry.setSize(member.getValue().length);
            tar.putArchiveEntry(entry);
            tar.write(member.getValue());
            tar.closeArchiveEntry();
        }
    }
}
