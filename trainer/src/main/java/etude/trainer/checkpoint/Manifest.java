package etude.trainer.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import etude.datasets.CorruptFileException;
import etude.datasets.EtudeException;
import etude.datasets.Reason;
import etude.trainer.files.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The last file written into a checkpoint: sizes and checksums of the others, and what was
 * measured. It guards itself too: {@code manifest_crc32c} is the checksum of the manifest with
 * zeros in its place.
 *
 * @param checksum that the files' sums are of
 */
record Manifest(
        Checksum checksum,
        long step,
        String created,
        Map<String, FileEntry> files,
        Map<String, Double> metrics,
        Map<String, String> facts) {
    static final String FILE = "manifest.json";

    private static final int FORMAT_VERSION = 2;

    /** Whose checksums are of SHA-256. */
    private static final int EARLIER_VERSION = 1;

    /** Size and checksum of one file. */
    record FileEntry(long bytes, String sum) {
        private Map<String, Object> members(Checksum checksum) {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("bytes", bytes);
            members.put(checksum.key(), sum);
            return members;
        }
    }

    /** With one more file. */
    Manifest with(String name, FileEntry entry) {
        Map<String, FileEntry> more = new LinkedHashMap<>(files);
        more.put(name, entry);
        return new Manifest(checksum, step, created, more, metrics, facts);
    }

    private static int version(Checksum checksum) {
        return checksum == Checksum.SHA256 ? EARLIER_VERSION : FORMAT_VERSION;
    }

    byte[] encode() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("format_version", version(checksum));
        members.put("step", step);
        members.put("created", created);
        Map<String, Object> entries = new LinkedHashMap<>();
        files.forEach((name, entry) -> entries.put(name, entry.members(checksum)));
        members.put("files", entries);
        members.put("metrics", metrics);
        members.put("facts", facts);
        members.put(own(checksum), checksum.zeros());
        byte[] text = Json.file(members);
        return replaced(text, checksum.zeros(), checksum.of(text));
    }

    /**
     * Reads and verifies the manifest in a checkpoint directory, and that the files it names have
     * their sizes; their checksums are not computed.
     */
    static Manifest read(Path directory, long expectedStep) {
        Path path = directory.resolve(FILE);
        Manifest manifest = decode(path, bytes(path));
        if (manifest.step() != expectedStep) {
            throw new CorruptFileException(path, "step " + expectedStep, "step " + manifest.step());
        }
        manifest.files()
                .forEach((name, entry) -> requireSize(directory.resolve(name), entry.bytes()));
        return manifest;
    }

    private static byte[] bytes(Path path) {
        try {
            return Files.readAllBytes(path);
        } catch (NoSuchFileException e) {
            throw new CorruptFileException(path, "a manifest", "no such file");
        } catch (IOException e) {
            throw new EtudeException("cannot read %s (%s)".formatted(path, Reason.of(path, e)), e);
        }
    }

    private static Manifest decode(Path path, byte[] text) {
        try {
            JsonNode root = Json.parse(text);
            Checksum checksum = root.has(own(Checksum.SHA256)) ? Checksum.SHA256 : Checksum.CRC32C;
            String claimed = root.path(own(checksum)).asText();
            String computed =
                    claimed.isEmpty() ? "" : checksum.of(replaced(text, claimed, checksum.zeros()));
            if (claimed.isEmpty() || !claimed.equals(computed)) {
                throw new CorruptFileException(
                        path, "manifest checksum '%s'".formatted(claimed), "'" + computed + "'");
            }
            int version = root.path("format_version").asInt();
            int expected = version(checksum);
            if (version != expected) {
                throw new CorruptFileException(
                        path, "format version " + expected, "version " + version);
            }
            Map<String, String> facts = new LinkedHashMap<>();
            root.path("facts")
                    .properties()
                    .forEach(f -> facts.put(f.getKey(), f.getValue().asText()));
            return new Manifest(
                    checksum,
                    root.path("step").asLong(),
                    root.path("created").asText(),
                    files(root.path("files"), checksum),
                    Json.numbers(root.path("metrics")),
                    facts);
        } catch (IOException e) {
            throw new CorruptFileException(path, "a JSON manifest", String.valueOf(e.getMessage()));
        }
    }

    private static Map<String, FileEntry> files(JsonNode object, Checksum checksum) {
        Map<String, FileEntry> files = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            JsonNode entry = member.getValue();
            files.put(
                    member.getKey(),
                    new FileEntry(
                            entry.path("bytes").asLong(), entry.path(checksum.key()).asText()));
        }
        return files;
    }

    private static String own(Checksum checksum) {
        return "manifest_" + checksum.key();
    }

    /** The checksum is the last member, so the last occurrence is the one. */
    private static byte[] replaced(byte[] text, String from, String to) {
        String whole = new String(text, StandardCharsets.UTF_8);
        int at = whole.lastIndexOf(from);
        return (whole.substring(0, at) + to + whole.substring(at + from.length()))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static void requireSize(Path path, long expected) {
        try {
            long found = Files.size(path);
            if (found != expected) {
                throw new CorruptFileException(path, expected + " bytes", found + " bytes");
            }
        } catch (NoSuchFileException e) {
            throw new CorruptFileException(path, expected + " bytes", "no such file");
        } catch (IOException e) {
            throw new EtudeException("cannot read %s (%s)".formatted(path, Reason.of(path, e)), e);
        }
    }
}
