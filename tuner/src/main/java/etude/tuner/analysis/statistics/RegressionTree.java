package etude.tuner.analysis.statistics;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Predicate;

/** A regression tree over the unit cube: constant on boxes (Breiman et al. 1984). */
sealed interface RegressionTree {
    /** Every box rests on at least so many samples. */
    int FEWEST = 2;

    double predict(double[] point);

    /** The whole of what lies below has this value. */
    record Leaf(double value) implements RegressionTree {
        @Override
        public double predict(double[] point) {
            return value;
        }
    }

    /** Points with a coordinate below the cut go one way, the others the other. */
    record Split(int dimension, double cut, RegressionTree below, RegressionTree above)
            implements RegressionTree {
        @Override
        public double predict(double[] point) {
            return (point[dimension] < cut ? below : above).predict(point);
        }
    }

    /** A sample. */
    record Sample(double[] point, double value) {}

    /** Grows a tree that halves the squared error greedily as long as two boxes can be filled. */
    static RegressionTree grow(Sample[] samples) {
        Sample[][] sorted = new Sample[samples[0].point().length][];
        for (int d = 0; d < sorted.length; d++) {
            int dimension = d;
            sorted[d] = samples.clone();
            Arrays.sort(sorted[d], Comparator.comparingDouble((Sample s) -> s.point()[dimension]));
        }
        return grow(sorted);
    }

    /**
     * Sorting once is enough: what lies on one side of a cut stays in order.
     *
     * @param sorted the samples once for each dimension, ascending in it
     */
    private static RegressionTree grow(Sample[][] sorted) {
        Optional<Cut> cut = Cut.best(sorted);
        if (cut.isEmpty()) {
            double mean = Arrays.stream(sorted[0]).mapToDouble(Sample::value).average().orElse(0);
            return new Leaf(mean);
        }
        int dimension = cut.get().dimension();
        double at = cut.get().at();
        return new Split(
                dimension,
                at,
                grow(keep(sorted, s -> s.point()[dimension] < at)),
                grow(keep(sorted, s -> s.point()[dimension] >= at)));
    }

    private static Sample[][] keep(Sample[][] sorted, Predicate<Sample> side) {
        return Arrays.stream(sorted)
                .map(samples -> Arrays.stream(samples).filter(side).toArray(Sample[]::new))
                .toArray(Sample[][]::new);
    }

    /**
     * Where to split.
     *
     * @param gain by how much it lowers the sum of squared errors
     */
    record Cut(int dimension, double at, double gain) {
        static Optional<Cut> best(Sample[][] sorted) {
            Optional<Cut> best = Optional.empty();
            for (int d = 0; d < sorted.length; d++) {
                Optional<Cut> found = along(sorted[d], d);
                if (found.isPresent() && found.get().gain > best.map(Cut::gain).orElse(1e-12)) {
                    best = found;
                }
            }
            return best;
        }

        private static Optional<Cut> along(Sample[] sorted, int d) {
            double total = Arrays.stream(sorted).mapToDouble(Sample::value).sum();
            int n = sorted.length;
            double sum = 0;
            Optional<Cut> best = Optional.empty();
            for (int i = 1; i <= n - FEWEST; i++) {
                double before = sorted[i - 1].point()[d];
                double after = sorted[i].point()[d];
                double middle = (before + after) / 2;
                sum += sorted[i - 1].value();
                double rest = total - sum;
                double gain = sum * sum / i + rest * rest / (n - i) - total * total / n;
                if (i >= FEWEST
                        && middle > before // numbers next to each other have none
                        && gain > best.map(Cut::gain).orElse(0.0)) {
                    best = Optional.of(new Cut(d, middle, gain));
                }
            }
            return best;
        }
    }
}
