package etude.tuner.analysis.verdict;

import etude.tuner.analysis.result.FeasibleTrial;
import etude.tuner.analysis.result.InfeasibleTrial;
import etude.tuner.analysis.result.StudyResults;
import etude.tuner.analysis.statistics.Separation;
import etude.tuner.record.TrialRecord;
import etude.tuner.space.Domain.Range;
import etude.tuner.space.Hyperparameter;
import etude.tuner.text.Numbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Where infeasible trials lie: on one side of a hyperparameter, or on one side of the sum or
 * difference of two on their scales, which a reparameterization can express.
 *
 * @param place as a sentence
 * @param advice what to change
 * @param order share of the pairs of infeasible and feasible trials that it orders rightly
 */
record InfeasibleRegion(String place, String advice, double order) {
    private static final int FEWEST = 3;

    /** How much better two hyperparameters must do than one. */
    private static final double MORE = 0.05;

    /** The region that says most; empty with fewer than 3 trials on either side. */
    static Optional<InfeasibleRegion> find(StudyResults arm, double order) {
        if (arm.feasible().size() < FEWEST || arm.infeasible().size() < FEWEST) {
            return Optional.empty();
        }
        List<Hyperparameter> ranges = ranges(arm);
        Optional<InfeasibleRegion> single =
                best(ranges.stream().map(h -> single(arm, h)).toList(), order);
        Optional<InfeasibleRegion> pair = best(pairs(arm, ranges), order);
        double worth = single.map(r -> r.order + MORE).orElse(order);
        return pair.isPresent() && pair.get().order >= worth ? pair : single;
    }

    private static Optional<InfeasibleRegion> best(List<InfeasibleRegion> regions, double order) {
        return regions.stream()
                .filter(r -> r.order >= order)
                .max(Comparator.comparingDouble(InfeasibleRegion::order));
    }

    private static List<Hyperparameter> ranges(StudyResults arm) {
        return arm.study().outline().hyperparameters().stream()
                .filter(h -> h.domain() instanceof Range)
                .filter(
                        h ->
                                arm.feasible().stream()
                                                .allMatch(r -> r.trial().value(h).isPresent())
                                        && arm.infeasible().stream()
                                                .allMatch(r -> r.trial().value(h).isPresent()))
                .toList();
    }

    private static InfeasibleRegion single(StudyResults arm, Hyperparameter h) {
        double[] bad = bad(arm, t -> coordinate(t, h));
        double[] good = good(arm, t -> coordinate(t, h));
        double above = Separation.above(bad, good);
        boolean high = above >= 0.5;
        double cut = high ? Separation.cut(bad, good) : Separation.cut(good, bad);
        String value = Numbers.text(((Range) h.domain()).extended(cut));
        boolean bestIsThere = good[0] > cut == high;
        return new InfeasibleRegion(
                "%d of them and %d of the %d feasible trials lie %s %s = %s"
                        .formatted(
                                beyond(bad, cut, high),
                                beyond(good, cut, high),
                                good.length,
                                high ? "above" : "below",
                                h.path(),
                                value),
                bestIsThere
                        ? "The best trial lies there too, so make training stable there before giving the region up"
                        : "End the range of %s near %s".formatted(h.path(), value),
                Math.max(above, 1 - above));
    }

    private static long beyond(double[] values, double cut, boolean high) {
        return Arrays.stream(values).filter(v -> v > cut == high).count();
    }

    private static List<InfeasibleRegion> pairs(StudyResults arm, List<Hyperparameter> ranges) {
        List<InfeasibleRegion> regions = new ArrayList<>();
        for (int i = 0; i < ranges.size(); i++) {
            for (int j = i + 1; j < ranges.size(); j++) {
                regions.add(pair(arm, ranges.get(i), ranges.get(j), 1));
                regions.add(pair(arm, ranges.get(i), ranges.get(j), -1));
            }
        }
        return regions;
    }

    private static InfeasibleRegion pair(
            StudyResults arm, Hyperparameter a, Hyperparameter b, int sign) {
        ToDoubleFunction<TrialRecord> both = t -> coordinate(t, a) + sign * coordinate(t, b);
        double above = Separation.above(bad(arm, both), good(arm, both));
        boolean high = above >= 0.5;
        boolean second = high == sign > 0;
        return new InfeasibleRegion(
                "They lie where %s is %s and %s is %s"
                        .formatted(
                                a.path(), high ? "high" : "low", b.path(), second ? "high" : "low"),
                "Reparameterize: search %s in place of one of the two, which then follows by a derived formula"
                        .formatted(combination(a, b, sign)),
                Math.max(above, 1 - above));
    }

    /** What is constant where the sum or difference of the coordinates is. */
    private static String combination(Hyperparameter a, Hyperparameter b, int sign) {
        Optional<Term> first = Term.of(a);
        Optional<Term> second = Term.of(b);
        if (first.isEmpty() || second.isEmpty()) {
            return "a combination of %s and %s".formatted(a.path(), b.path());
        }
        boolean product = first.get().sign * second.get().sign * sign > 0;
        return first.get().text + (product ? " * " : " / ") + second.get().text;
    }

    /** A factor whose logarithm rises, or falls, with the coordinate. */
    private record Term(String text, int sign) {
        static Optional<Term> of(Hyperparameter h) {
            return switch (((Range) h.domain()).scale()) {
                case LOG -> Optional.of(new Term(h.path(), 1));
                case ONE_MINUS_LOG -> Optional.of(new Term("(1 - " + h.path() + ")", -1));
                case LINEAR, REVERSE_LOG -> Optional.empty();
            };
        }
    }

    private static double coordinate(TrialRecord trial, Hyperparameter h) {
        return h.coordinate(trial.trial());
    }

    private static double[] bad(StudyResults arm, ToDoubleFunction<TrialRecord> f) {
        return arm.infeasible().stream().map(InfeasibleTrial::trial).mapToDouble(f).toArray();
    }

    private static double[] good(StudyResults arm, ToDoubleFunction<TrialRecord> f) {
        return arm.feasible().stream().map(FeasibleTrial::trial).mapToDouble(f).toArray();
    }
}
