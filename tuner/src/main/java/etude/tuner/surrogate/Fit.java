package etude.tuner.surrogate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Finds the parameters of a process: the maximum of marginal likelihood and priors, from several
 * starts, and a check that they are of use.
 */
public final class Fit {
    /** A fit costs the cube of their number, and length scales need no more. */
    private static final int MOST_POINTS = 256;

    /** The work of a fit, in multiplications; what is small has room for more starts and steps. */
    private static final double WORK = 4e8;

    private static final int MOST_EVALUATIONS = 60;
    private static final int FEWEST_EVALUATIONS = 12;

    /** About the length scale before any data: where else a search begins. */
    private static final double[] STARTS = {1, 0.3, 3};

    private Fit() {}

    /**
     * Fits a process of values.
     *
     * @param values standardized, one for each point
     * @param earlier what an earlier fit to some of them found
     */
    public static Beliefs regression(
            List<Dimension> dimensions,
            List<double[]> points,
            double[] values,
            Optional<Beliefs> earlier) {
        int[] chosen = chosen(values);
        List<double[]> some = Arrays.stream(chosen).mapToObj(points::get).toList();
        Evidence evidence =
                new Evidence(
                        dimensions,
                        some,
                        Arrays.stream(chosen).mapToDouble(i -> values[i]).toArray());
        double[] found = minimum(evidence, evidence.priors(), earlier, chosen.length);
        double[] before = centers(evidence.priors());
        boolean degenerate =
                evidence.leaveOneOut(found) < evidence.leaveOneOutOfConstant()
                        && evidence.leaveOneOut(before) > evidence.leaveOneOut(found);
        return beliefs(degenerate ? before : found, true, values.length, degenerate);
    }

    /** The best half, and others evenly among the rest in the order of their values. */
    private static int[] chosen(double[] values) {
        Integer[] order = IntStream.range(0, values.length).boxed().toArray(Integer[]::new);
        Arrays.sort(order, Comparator.comparingDouble((Integer i) -> values[i]));
        if (order.length <= MOST_POINTS) {
            return IntStream.range(0, values.length).toArray();
        }
        int best = MOST_POINTS / 2;
        IntStream rest =
                IntStream.range(0, MOST_POINTS - best)
                        .map(
                                i ->
                                        best
                                                + (int)
                                                        ((i + 0.5)
                                                                * (order.length - best)
                                                                / (MOST_POINTS - best)));
        return IntStream.concat(IntStream.range(0, best), rest)
                .map(i -> order[i])
                .sorted()
                .toArray();
    }

    /** The best of several searches. */
    static double[] minimum(
            BoxMinimizer.Smooth function,
            List<Prior> priors,
            Optional<Beliefs> earlier,
            int points) {
        int affordable = (int) (WORK / Math.pow(points, 3));
        int each = Math.min(MOST_EVALUATIONS, Math.max(FEWEST_EVALUATIONS, affordable / 4));
        int starts = Math.max(1, Math.min(STARTS.length + 1, affordable / each));
        BoxMinimizer search =
                new BoxMinimizer(
                        priors.stream().mapToDouble(Prior::low).toArray(),
                        priors.stream().mapToDouble(Prior::high).toArray(),
                        each);
        return Stream.concat(
                        earlier.stream().map(found -> logarithms(found, priors.size())),
                        starts(priors).stream())
                .limit(starts)
                .map(start -> search.from(function, start))
                .min(Comparator.comparingDouble(BoxMinimizer.Minimum::value))
                .orElseThrow()
                .point();
    }

    private static List<double[]> starts(List<Prior> priors) {
        List<double[]> starts = new ArrayList<>();
        for (double factor : STARTS) {
            double[] start = centers(priors);
            for (int i = 0; i < start.length; i++) {
                boolean isScale = priors.get(i).equals(priors.get(0));
                start[i] += isScale ? StrictMath.log(factor) : 0;
            }
            starts.add(start);
        }
        return starts;
    }

    private static double[] centers(List<Prior> priors) {
        return priors.stream().mapToDouble(Prior::center).toArray();
    }

    /**
     * As a search sees them.
     *
     * @param count with the noise or without it
     */
    private static double[] logarithms(Beliefs beliefs, int count) {
        return DoubleStream.concat(
                        beliefs.lengthScales().stream().mapToDouble(l -> l),
                        DoubleStream.of(beliefs.variance(), beliefs.noise()))
                .limit(count)
                .map(StrictMath::log)
                .toArray();
    }

    static Beliefs beliefs(double[] logarithms, boolean noisy, int points, boolean degenerate) {
        int scales = logarithms.length - (noisy ? 2 : 1);
        return new Beliefs(
                Arrays.stream(logarithms).limit(scales).map(StrictMath::exp).boxed().toList(),
                StrictMath.exp(logarithms[scales]),
                noisy ? StrictMath.exp(logarithms[scales + 1]) : 0,
                points,
                degenerate);
    }
}
