package etude.tuner.analysis.plot;

import etude.tuner.analysis.result.FeasibleTrial;
import etude.tuner.analysis.result.StudyResults;
import etude.tuner.analysis.statistics.Importance;
import etude.tuner.analysis.statistics.PedAnova;
import etude.tuner.analysis.statistics.Quantiles;
import etude.tuner.space.Arm;
import etude.tuner.space.Hyperparameter;
import etude.tuner.text.Numbers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which hyperparameters the objective depends on within an arm, or why that cannot be said: by
 * functional ANOVA and by PED-ANOVA, among all its trials and, for hyperparameters that exist under
 * a condition only, among those that have them.
 */
public sealed interface ImportancePlot {
    Arm arm();

    /** The method, and the condition under which its trials have their hyperparameters. */
    String name();

    /** What each hyperparameter explains, from the largest; empty where that was not measured. */
    default List<Share> shares() {
        return List.of();
    }

    /** What to keep in mind, as a sentence. */
    String caveat();

    /**
     * Functional ANOVA of the objective's rank, so that a few bad trials do not decide.
     *
     * @param branch such as {@code if optimizer.name is adam}; empty for all trials
     * @param shares from the largest
     * @param interactions what no hyperparameter explains alone
     */
    record Measured(
            Arm arm, String branch, List<Share> shares, double interactions, double explained)
            implements ImportancePlot {
        private static final double WEAK = 0.3;

        public Measured {
            shares = List.copyOf(shares);
        }

        @Override
        public String name() {
            return "functional ANOVA" + branch;
        }

        @Override
        public String caveat() {
            String text =
                    "Functional ANOVA: share of the variance of the objective's rank among feasible trials that each hyperparameter explains alone, within this search space; the forest predicts %s of it for trials that it has not seen."
                            .formatted(Numbers.percent(Math.max(0, explained)));
            return text
                    + (explained < WEAK ? " That is little: do not rely on these shares." : "")
                    + noise(shares);
        }
    }

    /** What sets the best trials apart; see {@link PedAnova}. */
    record OfTheBest(Arm arm, String branch, List<Share> shares) implements ImportancePlot {
        public OfTheBest {
            shares = List.copyOf(shares);
        }

        @Override
        public String name() {
            return "PED-ANOVA" + branch;
        }

        @Override
        public String caveat() {
            return "PED-ANOVA: how much the values of the best fifth of the trials (at least 5) differ from those of all, as shares of their sum."
                    + noise(shares);
        }
    }

    /**
     * A hyperparameter and its share.
     *
     * @param beyondChance whether the share is more than hyperparameters that do not matter get
     */
    record Share(Hyperparameter hyperparameter, double share, boolean beyondChance) {}

    private static String noise(List<Share> shares) {
        List<String> chance =
                shares.stream()
                        .filter(share -> !share.beyondChance())
                        .map(share -> share.hyperparameter().path())
                        .toList();
        return chance.isEmpty()
                ? ""
                : " Chance gives as much to hyperparameters that do not matter: %s."
                        .formatted(String.join(", ", chance));
    }

    /**
     * Too few trials, or nothing that varies.
     *
     * @param hyperparameters how many vary
     */
    record TooFewTrials(Arm arm, String branch, int trials, int hyperparameters, int needed)
            implements ImportancePlot {
        @Override
        public String name() {
            return "importance" + branch;
        }

        @Override
        public String caveat() {
            return hyperparameters == 0
                    ? "No hyperparameter varies among the feasible trials."
                    : "Too few trials: %s need %d feasible trials, and there are %d."
                            .formatted(
                                    Numbers.count(hyperparameters, "hyperparameter"),
                                    needed,
                                    trials);
        }
    }

    /**
     * Measures the hyperparameters of an arm: those that all feasible trials have, then those of
     * each condition.
     *
     * @param perDimension how many trials each of them needs
     */
    static List<ImportancePlot> of(StudyResults results, Arm arm, int perDimension) {
        List<FeasibleTrial> trials = results.ofArm(arm.index()).feasible();
        List<ImportancePlot> plots =
                new ArrayList<>(measured(arm, "", trials, results, perDimension));
        Set<Set<Integer>> seen = new HashSet<>();
        seen.add(numbers(trials));
        for (Hyperparameter h : results.study().outline().hyperparameters()) {
            List<FeasibleTrial> having =
                    trials.stream().filter(t -> t.trial().value(h).isPresent()).toList();
            if (!having.isEmpty() && seen.add(numbers(having))) {
                plots.addAll(measured(arm, h.condition().text(), having, results, perDimension));
            }
        }
        return plots;
    }

    private static Set<Integer> numbers(List<FeasibleTrial> trials) {
        return trials.stream().map(t -> t.trial().number()).collect(Collectors.toSet());
    }

    private static List<ImportancePlot> measured(
            Arm arm,
            String branch,
            List<FeasibleTrial> trials,
            StudyResults results,
            int perDimension) {
        List<Hyperparameter> varied = varied(results, trials);
        int needed = perDimension * varied.size();
        if (trials.size() < needed || varied.isEmpty()) {
            return List.of(new TooFewTrials(arm, branch, trials.size(), varied.size(), needed));
        }
        List<double[]> points = trials.stream().map(t -> point(t, varied)).toList();
        double[] ranks =
                Quantiles.ranks(trials.stream().mapToDouble(FeasibleTrial::cost).toArray());
        Importance importance = Importance.of(points, ranks);
        PedAnova best = PedAnova.of(points, ranks);
        return List.of(
                new Measured(
                        arm,
                        branch,
                        shares(varied, importance.shares(), importance.beyondChance()),
                        importance.interactions(),
                        importance.explained()),
                new OfTheBest(arm, branch, shares(varied, best.shares(), best.beyondChance())));
    }

    private static List<Share> shares(
            List<Hyperparameter> varied, List<Double> shares, List<Boolean> beyondChance) {
        return IntStream.range(0, varied.size())
                .mapToObj(i -> new Share(varied.get(i), shares.get(i), beyondChance.get(i)))
                .sorted(Comparator.comparingDouble(Share::share).reversed())
                .toList();
    }

    private static List<Hyperparameter> varied(StudyResults results, List<FeasibleTrial> trials) {
        return results.study().outline().hyperparameters().stream()
                .filter(h -> trials.stream().allMatch(t -> t.trial().value(h).isPresent()))
                .filter(h -> trials.stream().map(t -> t.trial().value(h)).distinct().count() > 1)
                .toList();
    }

    private static double[] point(FeasibleTrial result, List<Hyperparameter> varied) {
        return varied.stream().mapToDouble(h -> h.coordinate(result.trial().trial())).toArray();
    }
}
