package etude.tuner.analysis.result;

import etude.trainer.metrics.Measurement;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * One metric over training, by ascending step; what is not a finite number is left out.
 *
 * @param steps of the evaluations
 * @param values one for each step
 */
public record Curve(long[] steps, double[] values) {
    /** The curve of a metric; empty when no evaluation has it. */
    public static Curve of(List<Measurement> evaluations, String metric) {
        List<Measurement> measured =
                evaluations.stream()
                        .filter(e -> Double.isFinite(e.metrics().getOrDefault(metric, Double.NaN)))
                        .toList();
        return new Curve(
                measured.stream().mapToLong(Measurement::step).toArray(),
                measured.stream()
                        .mapToDouble(e -> e.metrics().getOrDefault(metric, Double.NaN))
                        .toArray());
    }

    /** How many evaluations there are. */
    public int size() {
        return steps.length;
    }

    /** This curve with every value negated, for metrics of which more is better. */
    Curve negated() {
        return new Curve(steps, Arrays.stream(values).map(v -> -v).toArray());
    }

    /** The evaluations after a step. */
    public Curve after(double step) {
        int from = count(step);
        return new Curve(
                Arrays.copyOfRange(steps, from, steps.length),
                Arrays.copyOfRange(values, from, values.length));
    }

    /** The second half of the evaluations. */
    public Curve secondHalf() {
        return after(size() == 0 ? 0 : (double) steps[size() / 2]);
    }

    /** How many evaluations there are up to a step. */
    private int count(double step) {
        return (int) Arrays.stream(steps).filter(each -> each <= step).count();
    }

    /** The smallest value up to a step: best so far, for a cost. */
    public OptionalDouble lowestUpTo(double step) {
        return Arrays.stream(values, 0, count(step)).min();
    }

    /** The smallest of all values. */
    public OptionalDouble lowest() {
        return Arrays.stream(values).min();
    }

    /** The smallest value so far at each evaluation: what retrospective selection would keep. */
    public Curve bestSoFar() {
        double[] best = values.clone();
        for (int i = 1; i < best.length; i++) {
            best[i] = Math.min(best[i], best[i - 1]);
        }
        return new Curve(steps, best);
    }

    /** The first place of the smallest value; the curve is not empty. */
    int lowestIndex() {
        int index = 0;
        for (int i = 1; i < values.length; i++) {
            index = values[i] < values[index] ? i : index;
        }
        return index;
    }

    /** The first step with at most this value; empty where there is none. */
    public OptionalLong firstAtMost(double value) {
        return IntStream.range(0, size())
                .filter(i -> values[i] <= value)
                .mapToLong(i -> steps[i])
                .findFirst();
    }

    /** The value at the last evaluation up to a step. */
    public OptionalDouble at(long step) {
        int count = count((double) step);
        return count == 0 ? OptionalDouble.empty() : OptionalDouble.of(values[count - 1]);
    }
}
