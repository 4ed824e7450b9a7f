package etude.trainer.metrics;

import etude.datasets.CorruptFileException;
import etude.datasets.EtudeException;
import etude.trainer.files.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@code classes.jsonl}: for each evaluation one line with {@code step}, {@code split}, and per
 * class the {@code examples} and the {@code correct} predictions.
 */
public final class ClassesLog implements AutoCloseable {
    private final JsonLines lines;

    private ClassesLog(JsonLines lines) {
        this.lines = lines;
    }

    /** For a run that starts at step 0: empties the file. */
    public static ClassesLog create(Path path) {
        return new ClassesLog(JsonLines.create(path));
    }

    /**
     * For a run that continues from the checkpoint of {@code step}; as {@link MetricsLog#resume}.
     *
     * @throws CorruptFileException when a line other than a torn last one is not an evaluation
     */
    public static ClassesLog resume(Path path, long step) {
        return new ClassesLog(JsonLines.resume(path, step));
    }

    /**
     * Appends one evaluation; index c of both arrays is class c.
     *
     * @throws EtudeException when the disk is full or refuses; earlier lines are intact
     */
    public void append(long step, String split, long[] examples, long[] correct) {
        if (examples.length != correct.length) {
            throw new IllegalArgumentException(
                    "%d classes have examples but %d have correct predictions"
                            .formatted(examples.length, correct.length));
        }
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("step", step);
        members.put("split", split);
        members.put("examples", examples);
        members.put("correct", correct);
        lines.append(members);
    }

    /**
     * All whole lines, also of a run in progress; none where the file does not exist.
     *
     * @throws CorruptFileException when a line other than a torn last one says something else
     */
    public static List<ClassCounts> read(Path path) {
        return stream(path).toList();
    }

    /**
     * The first counts of a split, without reading on; empty where there are none.
     *
     * @throws CorruptFileException when a line before them says something else
     */
    public static Optional<ClassCounts> first(Path path, String split) {
        return stream(path).filter(counts -> counts.split().equals(split)).findFirst();
    }

    private static Stream<ClassCounts> stream(Path path) {
        return JsonLines.stream(path)
                .map(
                        line -> {
                            try {
                                return Json.value(line.object(), ClassCounts.class);
                            } catch (IOException e) {
                                throw new CorruptFileException(
                                        path, "counts by class", "'%s'".formatted(line.text()));
                            }
                        });
    }

    /** Makes all lines so far durable. */
    public void sync() {
        lines.sync();
    }

    @Override
    public void close() {
        lines.close();
    }
}
