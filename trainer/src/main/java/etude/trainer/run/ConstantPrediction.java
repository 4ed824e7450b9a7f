package etude.trainer.run;

import etude.datasets.Dataset;
import etude.datasets.Target;
import etude.datasets.split.IndexedDataset;
import etude.datasets.split.TargetScan;
import etude.trainer.loop.EvaluationResult;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The best prediction that is the same for every example, fitted on the targets of training: what a
 * model reaches without looking at the features. Of classes and tokens, their frequencies for the
 * loss, and the most frequent one for the error rate; of labels likewise; of numbers, the mean for
 * the loss and the median for the mean absolute error.
 */
sealed interface ConstantPrediction {
    /** Sums over a selection of examples, as an evaluation of a model would have them. */
    EvaluationResult evaluate(Dataset examples);

    /** The prediction for targets like these. */
    static ConstantPrediction fit(Dataset training) {
        if (training.spec().target() instanceof Target.Value) {
            return Middle.fit(TargetScan.values(training));
        }
        if (training.spec().target() instanceof Target.Labels) {
            return new Shares(TargetScan.counts(training), training.size());
        }
        return new Frequencies(
                TargetScan.counts(
                        training.spec().target() instanceof Target.NextToken
                                ? Frequencies.windows(training)
                                : training));
    }

    /** What it reaches in each metric of each selection. */
    static Map<String, Double> metrics(Dataset training, Map<String, Dataset> selections) {
        if (selections.isEmpty()) {
            return Map.of();
        }
        ConstantPrediction constant = fit(training);
        Map<String, Double> metrics = new LinkedHashMap<>();
        selections.forEach(
                (split, examples) -> metrics.putAll(constant.evaluate(examples).metrics(split)));
        return Collections.unmodifiableMap(metrics);
    }

    /**
     * Classes or tokens. Those that training lacks share the weight of one more example, so that
     * they cost much, but not infinitely much.
     *
     * @param counts of each in training
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Frequencies(long[] counts) implements ConstantPrediction {
        /** More tokens tell the same frequencies, and keep a run waiting. */
        private static final int MOST_TOKENS = 1 << 24;

        /**
         * Windows of training begin at every token: those that are a length apart have each token
         * once.
         */
        private static Dataset windows(Dataset training) {
            int length = training.spec().features().elements();
            int apart = (training.size() - 1) / length + 1;
            int count = Math.min(apart, Math.max(1, MOST_TOKENS / length));
            return IndexedDataset.view(
                    training, count, index -> (int) ((long) index * apart / count) * length);
        }

        @Override
        public EvaluationResult evaluate(Dataset examples) {
            long[] found = TargetScan.counts(examples);
            double[] logarithms = logarithms();
            int most = mostFrequent();
            double loss = 0;
            long all = 0;
            for (int kind = 0; kind < found.length; kind++) {
                if (found[kind] > 0) {
                    loss -= found[kind] * logarithms[kind];
                    all += found[kind];
                }
            }
            Target target = examples.spec().target();
            return target instanceof Target.NextToken
                    ? EvaluationResult.sums(
                            target,
                            loss,
                            (double) found[most],
                            (double) all,
                            (double) TargetScan.textBytes(examples))
                    : EvaluationResult.sums(target, loss, (double) found[most], (double) all);
        }

        private double[] logarithms() {
            long lacking = Arrays.stream(counts).filter(count -> count == 0).count();
            double all = Arrays.stream(counts).sum() + (lacking > 0 ? 1 : 0);
            return Arrays.stream(counts)
                    .mapToDouble(count -> Math.log((count > 0 ? count : 1.0 / lacking) / all))
                    .toArray();
        }

        /** The first of them. */
        private int mostFrequent() {
            int most = 0;
            for (int kind = 1; kind < counts.length; kind++) {
                if (counts[kind] > counts[most]) {
                    most = kind;
                }
            }
            return most;
        }
    }

    /**
     * Labels: how often each holds in training, for the loss, and whether it does in most examples,
     * for the error rate. Where none or all have a label, as if half of one more had it.
     *
     * @param counts of the examples with each label
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Shares(long[] counts, int training) implements ConstantPrediction {
        @Override
        public EvaluationResult evaluate(Dataset examples) {
            float[] labels = TargetScan.labelsThatHold(examples);
            double loss = 0;
            double right = 0;
            for (int i = 0; i < examples.size(); i++) {
                boolean allRight = true;
                for (int label = 0; label < counts.length; label++) {
                    boolean holds = labels[i * counts.length + label] == 1;
                    double share = share(label);
                    loss -= Math.log(holds ? share : 1 - share) / counts.length;
                    allRight &= holds == share > 0.5;
                }
                right += allRight ? 1 : 0;
            }
            return EvaluationResult.sums(
                    examples.spec().target(), loss, right, (double) examples.size());
        }

        private double share(int label) {
            boolean constant = counts[label] == 0 || counts[label] == training;
            return constant
                    ? (counts[label] + 0.5) / (training + 1)
                    : (double) counts[label] / training;
        }
    }

    /** Numbers: their mean and median in training. */
    record Middle(double mean, double median) implements ConstantPrediction {
        private static Middle fit(float[] values) {
            double sum = 0;
            for (float value : values) {
                sum += value;
            }
            Arrays.parallelSort(values);
            double middle = values[values.length / 2];
            return new Middle(sum / values.length, (middle + values[(values.length - 1) / 2]) / 2);
        }

        @Override
        public EvaluationResult evaluate(Dataset examples) {
            double squares = 0;
            double absolutes = 0;
            float[] values = TargetScan.values(examples);
            for (float value : values) {
                squares += (value - mean) * (value - mean);
                absolutes += Math.abs(value - median);
            }
            return EvaluationResult.sums(
                    examples.spec().target(), squares, absolutes, values.length);
        }
    }
}
