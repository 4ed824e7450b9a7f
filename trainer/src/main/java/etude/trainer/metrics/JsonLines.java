package etude.trainer.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import etude.datasets.CorruptFileException;
import etude.datasets.EtudeException;
import etude.datasets.Reason;
import etude.trainer.files.AtomicFiles;
import etude.trainer.files.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A file of one JSON object a line, each with a {@code step}. A crash may tear the last line, which
 * readers ignore and {@link #resume} removes.
 */
final class JsonLines implements AutoCloseable {
    private final GrowingFile file;

    private JsonLines(Path path) {
        file = new GrowingFile(path, "log", "its earlier lines");
    }

    /** Starts an empty file. */
    static JsonLines create(Path path) {
        AtomicFiles.write(path, new byte[0]);
        return new JsonLines(path);
    }

    /**
     * Keeps what was written up to {@code step}, byte for byte, and drops the rest. A power cut may
     * leave nonsense in what was never synced, so nonsense is dropped too where only later steps
     * follow it.
     */
    static JsonLines resume(Path path, long step) {
        List<String> lines = new ArrayList<>(wholeLines(path));
        while (!lines.isEmpty() && !isUpTo(step, lines.get(lines.size() - 1))) {
            lines.remove(lines.size() - 1);
        }
        StringBuilder kept = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            if (parse(path, i + 1, lines.get(i)).step() <= step) {
                kept.append(lines.get(i)).append('\n');
            }
        }
        AtomicFiles.write(path, kept.toString().getBytes(StandardCharsets.UTF_8));
        return new JsonLines(path);
    }

    private static boolean isUpTo(long step, String text) {
        return parse(text).filter(line -> line.step() <= step).isPresent();
    }

    /** A whole line. */
    record Line(long step, String text, JsonNode object) {}

    /**
     * All whole lines; none where the file does not exist.
     *
     * @throws CorruptFileException when one is not an object with a step
     */
    static List<Line> read(Path path) {
        return stream(path).toList();
    }

    /** All whole lines as {@link #read} has them, each parsed when it is asked for. */
    static Stream<Line> stream(Path path) {
        List<String> lines = wholeLines(path);
        return IntStream.range(0, lines.size()).mapToObj(i -> parse(path, i + 1, lines.get(i)));
    }

    private static List<String> wholeLines(Path path) {
        if (!Files.exists(path)) {
            return List.of();
        }
        try {
            String text = new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
            return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        } catch (IOException e) {
            throw new EtudeException("cannot read %s (%s)".formatted(path, Reason.of(path, e)), e);
        }
    }

    private static Line parse(Path path, int number, String text) {
        return parse(text)
                .orElseThrow(
                        () ->
                                new CorruptFileException(
                                        path,
                                        "a JSON object with a step in line " + number,
                                        "'%s'".formatted(text)));
    }

    private static Optional<Line> parse(String text) {
        try {
            JsonNode object = Json.parse(text.getBytes(StandardCharsets.UTF_8));
            JsonNode step = object.path("step");
            return step.isIntegralNumber()
                    ? Optional.of(new Line(step.asLong(), text, object))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Appends one line; when the disk is full the file still ends with the last whole line. */
    void append(Map<String, ?> object) {
        byte[] line = (Json.line(object) + "\n").getBytes(StandardCharsets.UTF_8);
        file.append(ByteBuffer.wrap(line));
    }

    /** Makes all lines durable. */
    void sync() {
        file.sync();
    }

    @Override
    public void close() {
        file.close();
    }
}
