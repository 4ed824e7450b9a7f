package etude.trainer.metrics;

import com.fasterxml.jackson.databind.node.ObjectNode;
import etude.datasets.CorruptFileException;
import etude.datasets.EtudeException;
import etude.trainer.files.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code metrics.jsonl}: one JSON object a measurement, {@code step} first. JSON has no NaN, so
 * numbers that are not finite are the strings {@code "NaN"}, {@code "Infinity"} and {@code
 * "-Infinity"}: a missing value and a diverged one stay different things.
 *
 * <p>Each line reaches the operating system at once; {@link #sync} before every checkpoint makes it
 * survive a power cut too, so that a resumed log equals the uninterrupted one.
 */
public final class MetricsLog implements AutoCloseable {
    private final JsonLines lines;

    private MetricsLog(JsonLines lines) {
        this.lines = lines;
    }

    /** For a run that starts at step 0: empties the file. */
    public static MetricsLog create(Path path) {
        return new MetricsLog(JsonLines.create(path));
    }

    /**
     * For a run that continues from the checkpoint of {@code step}: repairs a torn last line and
     * drops later steps, for they will be measured again.
     *
     * @throws CorruptFileException when a line other than a torn last one is not a measurement
     */
    public static MetricsLog resume(Path path, long step) {
        return new MetricsLog(JsonLines.resume(path, step));
    }

    /**
     * Appends one measurement.
     *
     * @throws EtudeException when the disk is full or refuses; earlier lines are intact
     */
    public void append(long step, Map<String, Double> metrics) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("step", step);
        members.putAll(metrics);
        lines.append(members);
    }

    /** Makes all lines so far durable. */
    public void sync() {
        lines.sync();
    }

    @Override
    public void close() {
        lines.close();
    }

    /**
     * All whole lines, also of a run in progress; none where the file does not exist.
     *
     * @throws CorruptFileException when a line other than a torn last one is not a measurement
     */
    public static List<Measurement> read(Path path) {
        List<Measurement> measurements = new ArrayList<>();
        for (JsonLines.Line line : JsonLines.read(path)) {
            ObjectNode metrics = ((ObjectNode) line.object()).without("step");
            try {
                measurements.add(new Measurement(line.step(), Json.numbers(metrics)));
            } catch (IOException e) {
                throw new CorruptFileException(path, "numbers", "'%s'".formatted(line.text()));
            }
        }
        return List.copyOf(measurements);
    }
}
