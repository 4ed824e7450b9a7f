package etude.tuner.analysis.verdict;

import com.fasterxml.jackson.databind.JsonNode;
import etude.tuner.analysis.result.StudyResults;
import etude.tuner.analysis.statistics.Clustering;
import etude.tuner.analysis.statistics.FisherExact;
import etude.tuner.analysis.verdict.InfeasibleRegion.Choice;
import etude.tuner.analysis.verdict.InfeasibleRegion.End;
import etude.tuner.analysis.verdict.InfeasibleRegion.Ends;
import etude.tuner.analysis.verdict.InfeasibleRegion.Pair;
import etude.tuner.record.TrialRecord;
import etude.tuner.space.Domain.Listed;
import etude.tuner.space.Domain.Range;
import etude.tuner.space.Hyperparameter;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Finds where the infeasible trials of an arm lie: at one or both ends of a range, at a choice, or
 * on one side of the sum or difference of two coordinates; one region after the other, as long as
 * chance does not explain them.
 */
final class InfeasibleRegions {
    private static final int FEWEST = 3;
    private static final int MOST_REGIONS = 3;

    /** Cuts of one range; more would be slow with many trials, and tell little more. */
    private static final int CUTS = 20;

    private final List<TrialRecord> trials;
    private final BitSet infeasible = new BitSet();
    private final List<InfeasibleRegion> candidates = new ArrayList<>();

    private InfeasibleRegions(StudyResults arm) {
        trials = arm.trials().toList();
        infeasible.set(arm.feasible().size(), trials.size());
        List<Hyperparameter> all = arm.study().outline().hyperparameters();
        for (Hyperparameter h : all) {
            if (h.domain() instanceof Listed list) {
                list.values().forEach(value -> choice(h, value));
            }
        }
        List<Hyperparameter> ranges =
                all.stream().filter(h -> h.domain() instanceof Range).toList();
        ranges.forEach(this::range);
        for (int i = 0; i < ranges.size(); i++) {
            for (int j = i + 1; j < ranges.size(); j++) {
                pair(ranges.get(i), ranges.get(j), 1);
                pair(ranges.get(i), ranges.get(j), -1);
            }
        }
    }

    /** A region and how many trials it holds. */
    record Found(InfeasibleRegion region, int infeasible, int feasible, boolean best) {}

    /** The regions, the clearest first. */
    static List<Found> of(StudyResults arm, double significance) {
        boolean enough = Math.min(arm.feasible().size(), arm.infeasible().size()) >= FEWEST;
        return enough ? new InfeasibleRegions(arm).find(significance) : List.of();
    }

    private List<Found> find(double significance) {
        List<Found> found = new ArrayList<>();
        Clustering clustering =
                new Clustering(candidates.stream().map(InfeasibleRegion::candidate).toList());
        BitSet left = new BitSet();
        left.set(0, trials.size());
        while (found.size() < MOST_REGIONS && enough(left)) {
            OptionalInt best = clustering.find(left, infeasible, significance);
            if (best.isEmpty()) {
                break;
            }
            InfeasibleRegion region = candidates.get(best.getAsInt());
            for (InfeasibleRegion part : parts(region, left, significance)) {
                found.add(found(part, left));
            }
            left.andNot(region.members());
        }
        return found;
    }

    private boolean enough(BitSet left) {
        BitSet bad = and(left, infeasible);
        return bad.cardinality() >= FEWEST && left.cardinality() - bad.cardinality() >= FEWEST;
    }

    /** Of two ends, those that hold more infeasible trials than chance without the other. */
    private List<InfeasibleRegion> parts(
            InfeasibleRegion region, BitSet left, double significance) {
        if (!(region instanceof Ends ends)) {
            return List.of(region);
        }
        List<InfeasibleRegion> parts =
                Stream.of(ends.low(), ends.high())
                        .filter(
                                end -> {
                                    BitSet among = (BitSet) left.clone();
                                    among.andNot(
                                            (end.lower() ? ends.high() : ends.low()).members());
                                    return probability(end, among) <= significance;
                                })
                        .map(InfeasibleRegion.class::cast)
                        .toList();
        return parts.isEmpty() ? List.of(region) : parts;
    }

    private double probability(End end, BitSet among) {
        BitSet mine = and(end.members(), among);
        return new FisherExact(among.cardinality(), and(among, infeasible).cardinality())
                .atLeast(mine.cardinality(), and(mine, infeasible).cardinality());
    }

    private Found found(InfeasibleRegion region, BitSet left) {
        BitSet mine = and(region.members(), left);
        int bad = and(mine, infeasible).cardinality();
        return new Found(region, bad, mine.cardinality() - bad, mine.get(0) && !infeasible.get(0));
    }

    private static BitSet and(BitSet one, BitSet other) {
        BitSet both = (BitSet) one.clone();
        both.and(other);
        return both;
    }

    private void choice(Hyperparameter h, JsonNode value) {
        BitSet members = new BitSet();
        IntStream.range(0, trials.size())
                .filter(i -> trials.get(i).value(h).filter(value::equals).isPresent())
                .forEach(members::set);
        if (!members.isEmpty()) {
            candidates.add(new Choice(h, value, members));
        }
    }

    private void range(Hyperparameter h) {
        List<Cut> cuts = cuts(List.of(h), t -> h.coordinate(t.trial()));
        for (Cut low : cuts) {
            candidates.add(new End(h, true, low.at, low.below));
        }
        for (Cut high : cuts) {
            candidates.add(new End(h, false, high.at, high.above));
        }
        for (Cut low : cuts) {
            for (Cut high : cuts) {
                if (low.at < high.at) {
                    candidates.add(
                            Ends.of(
                                    new End(h, true, low.at, low.below),
                                    new End(h, false, high.at, high.above)));
                }
            }
        }
    }

    private void pair(Hyperparameter one, Hyperparameter other, int sign) {
        for (Cut cut :
                cuts(
                        List.of(one, other),
                        t -> one.coordinate(t.trial()) + sign * other.coordinate(t.trial()))) {
            candidates.add(new Pair(one, other, sign, true, cut.above));
            candidates.add(new Pair(one, other, sign, false, cut.below));
        }
    }

    /** A number between two trials' and the trials on either side. */
    private record Cut(double at, BitSet below, BitSet above) {}

    /** Between the trials that have these hyperparameters, in the order of a number. */
    private List<Cut> cuts(List<Hyperparameter> needed, ToDoubleFunction<TrialRecord> number) {
        List<Integer> order =
                IntStream.range(0, trials.size())
                        .filter(
                                i ->
                                        needed.stream()
                                                .allMatch(h -> trials.get(i).value(h).isPresent()))
                        .boxed()
                        .sorted(
                                Comparator.comparingDouble(
                                        i -> number.applyAsDouble(trials.get(i))))
                        .toList();
        List<Cut> cuts = new ArrayList<>();
        int every = Math.max(1, (order.size() - 1) / CUTS);
        for (int i = every; i < order.size(); i += every) {
            double before = number.applyAsDouble(trials.get(order.get(i - 1)));
            double after = number.applyAsDouble(trials.get(order.get(i)));
            if (before < after) {
                BitSet below = new BitSet();
                BitSet above = new BitSet();
                order.subList(0, i).forEach(below::set);
                order.subList(i, order.size()).forEach(above::set);
                cuts.add(new Cut((before + after) / 2, below, above));
            }
        }
        return cuts;
    }
}
