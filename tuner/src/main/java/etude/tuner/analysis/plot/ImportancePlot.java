package etude.tuner.analysis.plot;

import etude.tuner.analysis.result.FeasibleTrial;
import etude.tuner.analysis.result.StudyResults;
import etude.tuner.analysis.statistics.Importance;
import etude.tuner.analysis.statistics.Quantiles;
import etude.tuner.space.Arm;
import etude.tuner.space.Hyperparameter;
import etude.tuner.text.Numbers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Which hyperparameters the objective depends on within an arm, or why that cannot be said. */
public sealed interface ImportancePlot {
    Arm arm();

    /** What each hyperparameter explains, from the largest; empty where that was not measured. */
    default List<Share> shares() {
        return List.of();
    }

    /** What to keep in mind, as a sentence. */
    String caveat();

    /**
     * Functional ANOVA of the objective's rank, so that a few bad trials do not decide.
     *
     * @param shares from the largest
     * @param interactions what no hyperparameter explains alone
     */
    record Measured(Arm arm, List<Share> shares, double interactions, double explained)
            implements ImportancePlot {
        private static final double WEAK = 0.3;

        public Measured {
            shares = List.copyOf(shares);
        }

        @Override
        public String caveat() {
            String text =
                    "Share of the variance of the objective's rank among feasible trials that each hyperparameter explains alone, within this search space; the forest predicts %s of it for trials that it has not seen."
                            .formatted(Numbers.percent(Math.max(0, explained)));
            return explained < WEAK ? text + " That is little: do not rely on these shares." : text;
        }
    }

    /** A hyperparameter and its share. */
    record Share(Hyperparameter hyperparameter, double share) {}

    /**
     * Too few trials, or nothing that varies.
     *
     * @param hyperparameters how many vary
     */
    record TooFewTrials(Arm arm, int trials, int hyperparameters, int needed)
            implements ImportancePlot {
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
     * Measures the hyperparameters that every feasible trial of an arm has.
     *
     * @param perDimension how many trials each of them needs
     */
    static ImportancePlot of(StudyResults results, Arm arm, int perDimension) {
        List<FeasibleTrial> trials = results.ofArm(arm.index()).feasible();
        List<Hyperparameter> varied = varied(results, trials);
        int needed = perDimension * varied.size();
        if (trials.size() < needed || varied.isEmpty()) {
            return new TooFewTrials(arm, trials.size(), varied.size(), needed);
        }
        List<double[]> points = trials.stream().map(t -> point(t, varied)).toList();
        double[] ranks =
                Quantiles.ranks(trials.stream().mapToDouble(FeasibleTrial::cost).toArray());
        Importance importance = Importance.of(points, ranks);
        List<Share> shares = new ArrayList<>();
        for (int i = 0; i < varied.size(); i++) {
            shares.add(new Share(varied.get(i), importance.shares().get(i)));
        }
        shares.sort(Comparator.comparingDouble(Share::share).reversed());
        return new Measured(arm, shares, importance.interactions(), importance.explained());
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
