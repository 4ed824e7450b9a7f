package etude.trainer.loop;

import etude.datasets.Target;
import etude.datasets.split.TargetScale;
import etude.trainer.evaluation.MetricProvider;
import etude.trainer.evaluation.Predictions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Sums over a whole evaluation, so that every example counts the same whatever batch it was in.
 *
 * @param target what was predicted
 * @param totals sum of losses, sum of correct predictions or absolute errors, number of
 *     predictions; of tokens also the bytes of text that they stand for
 * @param classExamples per class: examples; per label: those that have it; else empty
 * @param classCorrect per class: correct predictions; per label: those found to have it
 * @param targets of each example, in their order: the number, the index of the class, or 1 or 0 for
 *     each label; empty of tokens
 * @param predicted likewise
 * @param probabilities of each class of each example; empty unless a metric reads them
 * @param further metrics besides loss and errors
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier of bulk data, never compared
public record EvaluationResult(
        Target target,
        double[] totals,
        long[] classExamples,
        long[] classCorrect,
        float[] targets,
        float[] predicted,
        float[] probabilities,
        List<MetricProvider> further) {
    private static final int TEXT_BYTES = 3;

    /** One without further metrics. */
    public EvaluationResult(
            Target target,
            double[] totals,
            long[] classExamples,
            long[] classCorrect,
            float[] targets,
            float[] predicted) {
        this(
                target,
                totals,
                classExamples,
                classCorrect,
                targets,
                predicted,
                new float[0],
                List.of());
    }

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
                restored,
                probabilities,
                further);
    }

    /**
     * What evaluations of several parts come to together.
     *
     * @param parts of the same targets and metrics, at least one
     */
    public static EvaluationResult joined(List<EvaluationResult> parts) {
        EvaluationResult first = parts.get(0);
        return new EvaluationResult(
                first.target,
                sum(parts.stream().map(EvaluationResult::totals).toList()),
                counts(parts.stream().map(EvaluationResult::classExamples).toList()),
                counts(parts.stream().map(EvaluationResult::classCorrect).toList()),
                chain(parts.stream().map(EvaluationResult::targets).toList()),
                chain(parts.stream().map(EvaluationResult::predicted).toList()),
                chain(parts.stream().map(EvaluationResult::probabilities).toList()),
                first.further);
    }

    private static double[] sum(List<double[]> parts) {
        double[] sum = new double[parts.get(0).length];
        parts.forEach(part -> Arrays.setAll(sum, i -> sum[i] + part[i]));
        return sum;
    }

    private static long[] counts(List<long[]> parts) {
        long[] sum = new long[parts.get(0).length];
        parts.forEach(part -> Arrays.setAll(sum, i -> sum[i] + part[i]));
        return sum;
    }

    static float[] chain(List<float[]> parts) {
        float[] chain = new float[parts.stream().mapToInt(part -> part.length).sum()];
        int at = 0;
        for (float[] part : parts) {
            System.arraycopy(part, 0, chain, at, part.length);
            at += part.length;
        }
        return chain;
    }

    /** The names of the metrics that an evaluation of such targets has. */
    public static List<String> names(Target target, String prefix, List<MetricProvider> further) {
        List<String> names = new ArrayList<>(sums(target, 0, 0, 0, 1).metrics(prefix).keySet());
        further.forEach(
                metric -> metric.values(target).forEach(name -> names.add(prefix + "/" + name)));
        return names;
    }

    /**
     * The examples whose predicted class, or all of whose labels, are right; bit k is example k.
     */
    public BitSet correct() {
        int each = target instanceof Target.Labels labels ? labels.names().size() : 1;
        int examples = targets.length / each;
        BitSet correct = new BitSet(examples);
        for (int i = 0; i < examples; i++) {
            int from = i * each;
            correct.set(i, Arrays.equals(targets, from, from + each, predicted, from, from + each));
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
            addFurther(prefix, metrics);
            return metrics;
        }
        if (target instanceof Target.NextToken) {
            metrics.put(prefix + "/perplexity", Math.exp(loss));
            if (totals[TEXT_BYTES] > 0) { // not of a data set that does not tell
                metrics.put(
                        prefix + "/bits_per_byte", totals[0] / Math.log(2) / totals[TEXT_BYTES]);
            }
        }
        double errorRate = (totals[2] - totals[1]) / totals[2];
        metrics.put(prefix + "/error_rate", Double.isFinite(loss) ? errorRate : Double.NaN);
        addFurther(prefix, metrics);
        return metrics;
    }

    private void addFurther(String prefix, Map<String, Double> metrics) {
        for (MetricProvider metric : further) {
            Map<String, Double> values =
                    isFinite()
                            ? metric.of(new Predictions(target, targets, predicted, probabilities))
                            : Map.of();
            metric.values(target)
                    .forEach(
                            name ->
                                    metrics.put(
                                            prefix + "/" + name,
                                            values.getOrDefault(name, Double.NaN)));
        }
    }
}
