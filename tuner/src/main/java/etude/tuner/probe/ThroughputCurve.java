package etude.tuner.probe;

import etude.tuner.probe.SizeResult.Measured;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Throughput over the batch size with the noise of single sizes smoothed out, since the largest of
 * several noisy times is too large, and what is within 5 % of it a matter of luck.
 *
 * <p>Each logarithm of throughput is drawn towards the curve of a device that saturates, as far as
 * noise explains their difference (empirical Bayes; Efron and Morris 1975): where times are exact
 * they count alone, also those of a device that does not follow such a curve. Noise is the interval
 * of each size, and how far throughput falls where it should not, which shows the part of it that
 * differs from process to process.
 */
final class ThroughputCurve {
    /** Throughput this close to the best counts as the best, for times are not exact. */
    static final double AS_GOOD = 0.95;

    /** Fewer sizes tell nothing of a curve. */
    private static final int LEAST_SIZES = 5;

    /** Intervals of few blocks can be narrower than the noise. */
    private static final double LEAST_NOISE = 0.01;

    /** A deeper fall is no noise of processes: the slow ones of those are measured again. */
    private static final double MOST_DIPS = 0.1;

    /** Half the width of a 90 % interval in standard deviations. */
    private static final double NINETY = 1.645;

    private static final int DRAWS = 200;

    private final double[] sizes;
    private final double[] noise;
    private final double[] weights;
    private final List<double[]> shapes;
    private final double[] curve;

    /** The smallest and the largest of some batch sizes. */
    record Span(int smallest, int largest) {}

    /**
     * @param measured by batch size
     */
    ThroughputCurve(List<Measured> measured) {
        sizes = measured.stream().mapToDouble(Measured::batchSize).toArray();
        double[] logs = measured.stream().mapToDouble(m -> Math.log(m.throughput())).toArray();
        double[] within =
                measured.stream()
                        .mapToDouble(m -> Math.log(m.highThroughput() / m.lowThroughput()))
                        .map(width -> Math.max(LEAST_NOISE, width / (2 * NINETY)))
                        .toArray();
        double dips = Math.min(MOST_DIPS, dips(logs));
        noise = Arrays.stream(within).map(width -> Math.hypot(width, dips)).toArray();
        double sum = Arrays.stream(noise).map(width -> 1 / square(width)).sum();
        weights = Arrays.stream(noise).map(width -> 1 / square(width) / sum).toArray();
        shapes = sizes.length < LEAST_SIZES ? List.of() : shapes();
        curve = smooth(logs);
    }

    /** The smallest size within 5 % of the best throughput. */
    OptionalInt stopsRising() {
        return stop(curve);
    }

    /** Throughput of a size relative to the best, from 0 to 1; 0 of sizes that are no part. */
    double share(int batchSize) {
        int index = Arrays.binarySearch(sizes, batchSize);
        return index < 0 ? 0 : Math.exp(curve[index] - Arrays.stream(curve).max().orElseThrow());
    }

    /**
     * What {@link #stopsRising} would say in 9 of 10 repetitions of the probe, made up from the
     * curve and the noise; there must be sizes.
     */
    Span plausible() {
        Random random = new Random(1);
        int[] stops =
                IntStream.range(0, DRAWS)
                        .map(draw -> stop(smooth(drawn(random))).orElseThrow())
                        .sorted()
                        .toArray();
        return new Span(stops[DRAWS / 20], stops[DRAWS - 1 - DRAWS / 20]);
    }

    private double[] drawn(Random random) {
        return IntStream.range(0, curve.length)
                .mapToDouble(i -> curve[i] + noise[i] * random.nextGaussian())
                .toArray();
    }

    private OptionalInt stop(double[] logs) {
        double best = Arrays.stream(logs).max().orElse(0);
        return IntStream.range(0, logs.length)
                .filter(i -> logs[i] >= best + Math.log(AS_GOOD))
                .map(i -> (int) sizes[i])
                .findFirst();
    }

    private double[] smooth(double[] logs) {
        if (shapes.isEmpty()) {
            return logs;
        }
        double height = mean(logs);
        double[] model = nearest(Arrays.stream(logs).map(log -> log - height).toArray());
        double squares = 0;
        for (int i = 0; i < logs.length; i++) {
            model[i] += height;
            squares += square(logs[i] - model[i]) - square(noise[i]);
        }
        double unexplained = Math.max(0, squares / logs.length);
        for (int i = 0; i < logs.length; i++) {
            double trust = unexplained / (unexplained + square(noise[i]));
            model[i] += trust * (logs[i] - model[i]);
        }
        return model;
    }

    /** A copy of the shape at the least distance. */
    private double[] nearest(double[] centered) {
        double[] nearest = centered;
        double least = Double.POSITIVE_INFINITY;
        for (double[] shape : shapes) {
            double distance = 0;
            for (int i = 0; i < shape.length; i++) {
                distance += weights[i] * square(centered[i] - shape[i]);
            }
            if (distance < least) {
                least = distance;
                nearest = shape;
            }
        }
        return nearest.clone();
    }

    /** Sizes with less noise count more. */
    private double mean(double[] values) {
        return IntStream.range(0, values.length).mapToDouble(i -> weights[i] * values[i]).sum();
    }

    private static double square(double value) {
        return value * value;
    }

    /**
     * Curves that rise as a power of the size and then saturate, softly or with an edge, around 0:
     * only their form counts, not their height.
     */
    private List<double[]> shapes() {
        List<double[]> shapes = new ArrayList<>();
        double last = 16 * sizes[sizes.length - 1];
        for (double turn = sizes[0] / 8; turn <= last; turn *= Math.sqrt(2)) {
            for (double edge : List.of(1.0, 2.0, 4.0, 16.0)) {
                for (double power : List.of(0.5, 0.75, 1.0)) {
                    double knee = turn;
                    double[] shape =
                            Arrays.stream(sizes)
                                    .map(b -> 1 + Math.pow(knee / b, edge))
                                    .map(slowed -> -power / edge * Math.log(slowed))
                                    .toArray();
                    double height = mean(shape);
                    shapes.add(Arrays.stream(shape).map(value -> value - height).toArray());
                }
            }
        }
        return shapes;
    }

    /** The standard deviation around the nearest curve that never falls (isotonic regression). */
    private static double dips(double[] logs) {
        double squares = 0;
        for (int i = 0; i < logs.length; i++) {
            double level = Double.NEGATIVE_INFINITY;
            for (int from = 0; from <= i; from++) { // the largest of the least means around i
                double least = Double.POSITIVE_INFINITY;
                for (int to = i + 1; to <= logs.length; to++) {
                    least = Math.min(least, Arrays.stream(logs, from, to).average().orElseThrow());
                }
                level = Math.max(level, least);
            }
            squares += square(logs[i] - level);
        }
        return Math.sqrt(squares / Math.max(1, logs.length));
    }
}
