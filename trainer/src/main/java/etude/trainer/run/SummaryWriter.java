package etude.trainer.run;

import etude.datasets.EtudeException;
import etude.trainer.files.AtomicFiles;
import etude.trainer.files.Json;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes {@code summary.json}; what is not known is left out. */
public final class SummaryWriter {
    private SummaryWriter() {}

    /**
     * Replaces the file.
     *
     * @throws EtudeException when the disk is full or refuses; the earlier summary is intact
     */
    public static void write(Path path, Summary summary) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("status", summary.ending().status());
        members.put("detail", summary.ending().detail());
        members.put("steps", summary.steps());
        summary.best().ifPresent(best -> members.put("best", members(best)));
        members.put("final_metrics", summary.finalMetrics());
        members.put("seconds", summary.seconds());
        members.put("throughput", Map.of("examples_per_second", summary.examplesPerSecond()));
        summary.gradientNorm().ifPresent(norms -> members.put("gradient_norm", members(norms)));
        members.put("clipped_fraction", summary.clippedFraction());
        Summaries.advice(summary).ifPresent(sentence -> members.put("warning", sentence));
        AtomicFiles.write(path, Json.file(members));
    }

    private static Map<String, Object> members(Summary.Best best) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("step", best.step());
        members.put("metrics", best.metrics());
        return members;
    }

    private static Map<String, Object> members(GradientNorms norms) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("median", norms.median());
        members.put("p90", norms.p90());
        members.put("p99", norms.p99());
        return members;
    }
}
