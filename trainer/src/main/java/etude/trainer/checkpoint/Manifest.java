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
 * The last file written into a checkpoint: sizes and SHA-256 of the others, and what was measured.
 * It guards itself too: {@code manifest_sha256} is the SHA-256 of the manifest with 64 zeros in its
 * place. SHA-256 rather than CRC32C because {@code sha256sum} can check it by hand and it is faster
 * than the disk (about 1 GB/s).
 */
record Manifest(
        long step,
        String created,
        Map<String, FileEntry> files,
        Map<String, Double> metrics,
        Map<String, String> facts) {
    static final String FILE = "manifest.json";

    private static final int FORMAT_VERSION = 1;
    private static final String ZEROS = "0".repeat(64);

    /** Size and checksum of one file. */
    record FileEntry(long bytes, String sha256) {}

    byte[] encode() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("format_version", FORMAT_VERSION);
        members.put("step", step);
        members.put("created", created);
        members.put("files", files);
        members.put("metrics", metrics);
        members.put("facts", facts);
        members.put("manifest_sha256", ZEROS);
        byte[] text = Json.file(members);
        return replaced(text, ZEROS, Sha256.of(text)).getBytes(StandardCharsets.UTF_8);
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
            String claimed = root.path("manifest_sha256").asText();
            String computed = claimed.isEmpty() ? "" : Sha256.of(zeroed(text, claimed));
            if (claimed.isEmpty() || !claimed.equals(computed)) {
                throw new CorruptFileException(
                        path, "manifest checksum '%s'".formatted(claimed), "'" + computed + "'");
            }
            int version = root.path("format_version").asInt();
            if (version != FORMAT_VERSION) {
                throw new CorruptFileException(
                        path, "format version " + FORMAT_VERSION, "version " + version);
            }
            Map<String, String> facts = new LinkedHashMap<>();
            root.path("facts")
                    .properties()
                    .forEach(f -> facts.put(f.getKey(), f.getValue().asText()));
            return new Manifest(
                    root.path("step").asLong(),
                    root.path("created").asText(),
                    files(root.path("files")),
                    Json.numbers(root.path("metrics")),
                    facts);
        } catch (IOException e) {
            throw new CorruptFileException(path, "a JSON manifest", String.valueOf(e.getMessage()));
        }
    }

    private static Map<String, FileEntry> files(JsonNode object) {
        Map<String, FileEntry> files = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            JsonNode entry = member.getValue();
            files.put(
                    member.getKey(),
                    new FileEntry(entry.path("bytes").asLong(), entry.path("sha256").asText()));
        }
        return files;
    }

    private static byte[] zeroed(byte[] text, String claimed) {
        return replaced(text, claimed, ZEROS).getBytes(StandardCharsets.UTF_8);
    }

    /** The checksum is the last member, so the last occurrence is the one. */
    private static String replaced(byte[] text, String from, String to) {
        String whole = new String(text, StandardCharsets.UTF_8);
        int at = whole.lastIndexOf(from);
        return whole.substring(0, at) + to + whole.substring(at + from.length());
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
