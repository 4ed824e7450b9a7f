package etude.trainer.loop;

import etude.datasets.Target;
import etude.datasets.split.TargetScale;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Sums over a whole evaluation, so that every example counts the same whatever batch it was in.
 *
 * @param target what was predicted
 * @param totals sum of losses, sum of correct predictions or absolute errors, number of predictions
 * @param classExamples per class: examples; empty unless the targets are classes
 * @param classCorrect per class: correct predictions
 * @param targets of each example, in their order: the number, or the index of the class; empty of
 *     tokens
 * @param predicted likewise
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier of bulk data, never compared
public record EvaluationResult(
        Target target,
        double[] totals,
        long[] classExamples,
        long[] classCorrect,
        float[] targets,
        float[] predicted) {
    /** One that knows the sums alone. */
    public static EvaluationResult sums(Target target, double... totals) {
        return new EvaluationResult(
                target, totals, new long[0], new long[0], new float[0], new float[0]);
    }

    /** Errors and predictions of numbers, in the target's own unit. */
    EvaluationResult restored(TargetScale scale) {
        float[] restored = new float[predicted.length];
        for (int i = 0; i < restored.length; i++) {
            restored[i] = scale.restored(predicted[i]);
        }
        return new EvaluationResult(
                target,
                new double[] {
                    totals[0] * scale.lossUnit(), totals[1] * scale.errorUnit(), totals[2]
                },
                classExamples,
                classCorrect,
                targets,
                restored);
    }

    /** The names of the metrics that an evaluation of such targets has. */
    public static List<String> names(Target target, String prefix) {
        return List.copyOf(sums(target, 0, 0, 0).metrics(prefix).keySet());
    }

    /** The examples whose predicted class is the right one; bit k is example k. */
    public BitSet correct() {
        BitSet correct = new BitSet(targets.length);
        for (int i = 0; i < targets.length; i++) {
            correct.set(i, targets[i] == predicted[i]);
        }
        return correct;
    }

    /** Whether the loss is a number; where it is none, predictions mean nothing. */
    public boolean isFinite() {
        return Double.isFinite(totals[0]);
    }

    /**
     * Contract metrics with a prefix such as {@code validation}. Of outputs that are no numbers
     * there is no error rate either, or it could win.
     */
    public Map<String, Double> metrics(String prefix) {
        double loss = totals[0] / totals[2];
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put(prefix + "/loss", loss);
        if (target instanceof Target.Value) {
            metrics.put(prefix + "/mean_absolute_error", totals[1] / totals[2]);
            return metrics;
        }
        if (target instanceof Target.NextToken) {
            metrics.put(prefix + "/perplexity", Math.exp(loss));
        }
        double errorRate = (totals[2] - totals[1]) / totals[2];
        metrics.put(prefix + "/error_rate", Double.isFinite(loss) ? errorRate : Double.NaN);
        return metrics;
    }
}
