package etude.trainer.evaluation;

import etude.datasets.Target;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The area under the curve of true over false positives: how often an example of a class gets a
 * higher probability of it than one of another class, ties counting half (Mann and Whitney 1947).
 * Of two classes, that of the second; of more, and of labels, the mean over the classes against all
 * others, of those that have examples and are not all.
 */
public final class AreaUnderCurve implements MetricProvider {
    private static final String NAME = "auc";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean higherIsBetter() {
        return true;
    }

    @Override
    public boolean readsProbabilities() {
        return true;
    }

    @Override
    public List<String> values(Target target) {
        return target instanceof Target.Classes || target instanceof Target.Labels
                ? List.of(NAME)
                : List.of();
    }

    @Override
    public Map<String, Double> of(Predictions predictions) {
        int classes = predictions.classes();
        boolean pair = classes == 2 && predictions.target() instanceof Target.Classes;
        return Map.of(
                NAME,
                IntStream.range(pair ? 1 : 0, classes)
                        .mapToDouble(label -> area(predictions, label))
                        .filter(area -> !Double.isNaN(area))
                        .average()
                        .orElse(Double.NaN));
    }

    /** From the ranks of its examples, the mean rank where probabilities are equal. */
    private static double area(Predictions predictions, int label) {
        int examples = predictions.examples();
        long[] sorted = new long[examples]; // probabilities are not negative, so their bits ascend
        for (int i = 0; i < examples; i++) {
            long bits = Float.floatToIntBits(predictions.probability(i, label) + 0f);
            sorted[i] = (bits << Integer.SIZE) | i;
        }
        Arrays.sort(sorted);
        double ranks = 0;
        long own = 0;
        for (int from = 0; from < examples; ) {
            int to = from;
            int members = 0;
            while (to < examples && sorted[to] >> Integer.SIZE == sorted[from] >> Integer.SIZE) {
                members += predictions.is((int) sorted[to], label) ? 1 : 0;
                to++;
            }
            ranks += members * (from + 1 + to) / 2.0;
            own += members;
            from = to;
        }
        double pairs = (double) own * (examples - own);
        return pairs == 0 ? Double.NaN : (ranks - own * (own + 1) / 2.0) / pairs;
    }
}
