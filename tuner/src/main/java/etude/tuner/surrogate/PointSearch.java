package etude.tuner.surrogate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Finds the points where an acquisition function is largest: the best of many candidates, improved
 * by gradients along the continuous coordinates and by trying the values of the others, in turns.
 */
public final class PointSearch {
    private static final int BLOCK = 64;
    private static final int MOST_STARTS = 8;
    private static final int ROUNDS = 3;
    private static final int MOST_EVALUATIONS = 40;

    /** Of two starts that lead to the same maximum, one is enough. */
    private static final double CLOSE = 0.05;

    /** Of more values, those nearby are tried, each twice as far as the one before. */
    private static final int ALL_VALUES = 32;

    private final Acquisition acquisition;
    private final PointSpace space;

    /**
     * A point and the logarithm of what it is worth.
     *
     * @param point with a coordinate for every dimension
     */
    public record Found(double[] point, double worth) {}

    public PointSearch(Acquisition acquisition, PointSpace space) {
        this.acquisition = acquisition;
        this.space = space;
    }

    /**
     * The points in the order of what they are worth: candidates, and what the best of them led to.
     *
     * @param candidates with a coordinate for every dimension
     */
    public List<Found> from(List<double[]> candidates) {
        List<Found> sorted = sorted(worths(candidates).stream());
        return sorted(Stream.concat(starts(sorted).stream().map(this::improved), sorted.stream()));
    }

    private static List<Found> sorted(Stream<Found> found) {
        return found.sorted(Comparator.comparingDouble(Found::worth).reversed()).toList();
    }

    private List<Found> worths(List<double[]> candidates) {
        List<Found> found = new ArrayList<>();
        for (int from = 0; from < candidates.size(); from += BLOCK) {
            List<double[]> block =
                    candidates.subList(from, Math.min(candidates.size(), from + BLOCK));
            double[] worths = acquisition.at(block.stream().map(space::masked).toList());
            IntStream.range(0, worths.length)
                    .forEach(i -> found.add(new Found(block.get(i), worths[i])));
        }
        return found;
    }

    /** The best ones that are not close to better ones. */
    private List<Found> starts(List<Found> sorted) {
        List<Found> starts = new ArrayList<>();
        for (Found one : sorted) {
            if (starts.size() == MOST_STARTS) {
                break;
            }
            if (starts.stream().noneMatch(start -> close(start.point(), one.point()))) {
                starts.add(one);
            }
        }
        return starts;
    }

    private boolean close(double[] one, double[] other) {
        double sum = 0;
        for (int d = 0; d < one.length; d++) {
            sum += space.dimensions().get(d).squaredDistance(one[d], other[d]);
        }
        return sum < CLOSE * CLOSE * one.length;
    }

    private Found improved(Found start) {
        Found best = start;
        for (int round = 0; round < ROUNDS; round++) {
            Found smooth = alongContinuum(best);
            best = byValues(smooth);
            if (best.worth() <= smooth.worth()) {
                break;
            }
        }
        return best;
    }

    private Found alongContinuum(Found start) {
        double[] masked = space.masked(start.point());
        int[] free =
                IntStream.range(0, masked.length)
                        .filter(d -> space.dimensions().get(d).isContinuous())
                        .filter(d -> space.isFree(d) && !Double.isNaN(masked[d]))
                        .toArray();
        if (free.length == 0) {
            return start;
        }
        double[] slopes = new double[masked.length];
        BoxMinimizer.Smooth loss =
                (coordinates, gradient) -> {
                    double[] point = placed(masked, free, coordinates);
                    double value = -acquisition.at(point, slopes);
                    for (int i = 0; i < free.length; i++) {
                        gradient[i] = -slopes[free[i]];
                    }
                    return value;
                };
        BoxMinimizer search =
                new BoxMinimizer(
                        new double[free.length],
                        IntStream.range(0, free.length).mapToDouble(i -> 1).toArray(),
                        MOST_EVALUATIONS);
        double[] coordinates = IntStream.of(free).mapToDouble(d -> masked[d]).toArray();
        BoxMinimizer.Minimum minimum = search.from(loss, coordinates);
        return better(start, placed(start.point(), free, minimum.point()));
    }

    private static double[] placed(double[] point, int[] dimensions, double[] coordinates) {
        double[] placed = point.clone();
        for (int i = 0; i < dimensions.length; i++) {
            placed[dimensions[i]] = coordinates[i];
        }
        return placed;
    }

    /** The better one of both, where a change of coordinates may also change which there are. */
    private Found better(Found known, double[] point) {
        double worth = acquisition.at(space.masked(point), new double[point.length]);
        return worth > known.worth() ? new Found(point, worth) : known;
    }

    private Found byValues(Found start) {
        Found best = start;
        for (int d = 0; d < start.point().length; d++) {
            Dimension.Kind kind = space.dimensions().get(d).kind();
            if (kind.size() > 1
                    && space.isFree(d)
                    && !Double.isNaN(space.masked(best.point())[d])) {
                for (int value : values(kind, best.point()[d])) {
                    double[] point = best.point().clone();
                    point[d] = kind.place(value);
                    best = better(best, point);
                }
            }
        }
        return best;
    }

    private static int[] values(Dimension.Kind kind, double now) {
        int size = kind.size();
        if (size <= ALL_VALUES) {
            return IntStream.range(0, size).filter(v -> kind.place(v) != now).toArray();
        }
        int here = IntStream.range(0, size).filter(v -> kind.place(v) == now).findFirst().orElse(0);
        return IntStream.iterate(1, step -> step < size, step -> 2 * step)
                .flatMap(step -> IntStream.of(here - step, here + step))
                .filter(v -> v >= 0 && v < size)
                .toArray();
    }
}
