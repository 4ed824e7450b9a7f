package etude.trainer.run;

import etude.trainer.files.JsonObject;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Quantiles of gradient norms, for the playbook's advice on clipping: choose the threshold from the
 * 90th percentile.
 */
public record GradientNorms(double median, double p90, double p99) {
    /** By nearest rank, over the finite norms; empty where there are none. */
    public static Optional<GradientNorms> of(float[] norms) {
        float[] sorted = finite(norms);
        Arrays.sort(sorted);
        return sorted.length == 0
                ? Optional.empty()
                : Optional.of(
                        new GradientNorms(
                                quantile(sorted, 50), quantile(sorted, 90), quantile(sorted, 99)));
    }

    private static float[] finite(float[] norms) {
        float[] finite = new float[norms.length];
        int count = 0;
        for (float norm : norms) {
            if (Float.isFinite(norm)) {
                finite[count++] = norm;
            }
        }
        return Arrays.copyOf(finite, count);
    }

    private static double quantile(float[] sorted, int percent) {
        long rank = ((long) sorted.length * percent + 99) / 100;
        return sorted[(int) rank - 1];
    }

    Map<String, Object> members() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("median", median);
        members.put("p90", p90);
        members.put("p99", p99);
        return members;
    }

    static GradientNorms read(JsonObject object) throws IOException {
        return new GradientNorms(
                object.number("median"), object.number("p90"), object.number("p99"));
    }
}
