package etude.tuner.surrogate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/** Spaces for tests, and points in them. */
final class Dimensions {
    private Dimensions() {}

    static List<Dimension> continuous(int count) {
        return Collections.nCopies(count, new Dimension(new Dimension.Continuum(), true));
    }

    /** A number, one that may be absent, a choice of three, and three numbers in an order. */
    static List<Dimension> ofEveryKind() {
        return List.of(
                new Dimension(new Dimension.Continuum(), true),
                new Dimension(new Dimension.Continuum(), false),
                new Dimension(new Dimension.Choice(3), true),
                new Dimension(new Dimension.Steps(List.of(0.0, 0.5, 1.0)), true));
    }

    static List<double[]> points(List<Dimension> dimensions, int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<double[]> points = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double[] point = new double[dimensions.size()];
            for (int d = 0; d < point.length; d++) {
                Dimension dimension = dimensions.get(d);
                int size = dimension.kind().size();
                point[d] =
                        size == 0
                                ? random.nextDouble()
                                : dimension.kind().place(random.nextInt(size));
                if (!dimension.always() && random.nextInt(3) == 0) {
                    point[d] = Dimension.ABSENT;
                }
            }
            points.add(point);
        }
        return points;
    }

    /** Something that depends on all coordinates, standardized. */
    static double[] values(List<double[]> points) {
        return standardized(
                points.stream()
                        .mapToDouble(
                                p ->
                                        Math.sin(5 * p[0])
                                                + (Double.isNaN(p[1]) ? 0.3 : p[1])
                                                + 0.2 * p[2]
                                                + p[3] * p[3])
                        .toArray());
    }

    static double[] standardized(double[] values) {
        double mean = Arrays.stream(values).average().orElse(0);
        double variance =
                Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElse(1);
        return Arrays.stream(values).map(v -> (v - mean) / Math.sqrt(variance)).toArray();
    }
}
