package etude.tuner.analysis.result;

import etude.trainer.config.CheckpointsConfig.Mode;
import etude.tuner.analysis.data.InfeasibleReason;
import etude.tuner.analysis.data.StudyData;
import etude.tuner.analysis.data.TrialData;
import etude.tuner.analysis.statistics.Outliers;
import etude.tuner.store.TrialState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * The finished trials of a study, feasible or not; trials that failed or did not finish are in
 * neither list.
 *
 * @param feasible best first
 */
public record StudyResults(
        StudyData study, List<TrialResult> feasible, List<InfeasibleTrial> infeasible) {
    /** The loss on a fixed sample of training examples, in evaluation mode. */
    public static final String TRAIN_LOSS = "train_evaluation/loss";

    public StudyResults {
        feasible = List.copyOf(feasible);
        infeasible = List.copyOf(infeasible);
    }

    /**
     * Judges each trial.
     *
     * @param deviations how many robust standard deviations make an outlier
     * @param minimum how many trials of an arm outliers need
     */
    public static StudyResults of(StudyData study, double deviations, int minimum) {
        List<TrialResult> feasible = new ArrayList<>();
        List<InfeasibleTrial> infeasible = new ArrayList<>();
        Map<Integer, OptionalDouble> limits = limits(study, deviations, minimum);
        for (TrialData trial : study.trials()) {
            if (trial.state() == TrialState.INFEASIBLE) {
                InfeasibleReason reason =
                        trial.infeasibleReason().orElse(InfeasibleReason.CONSTRAINT);
                infeasible.add(new InfeasibleTrial(trial, reason));
            } else if (trial.state() == TrialState.COMPLETED) {
                Curve costs = costs(study, trial);
                OptionalDouble limit = limits.getOrDefault(trial.arm(), OptionalDouble.empty());
                if (costs.size() == 0) {
                    infeasible.add(new InfeasibleTrial(trial, InfeasibleReason.DIVERGED));
                } else if (limit.isPresent() && trainLoss(trial).orElse(0) > limit.getAsDouble()) {
                    infeasible.add(new InfeasibleTrial(trial, InfeasibleReason.OUTLIER));
                } else {
                    feasible.add(TrialResult.of(trial, costs));
                }
            }
        }
        feasible.sort(Comparator.comparingDouble(TrialResult::cost));
        return new StudyResults(study, feasible, infeasible);
    }

    private static Map<Integer, OptionalDouble> limits(
            StudyData study, double deviations, int minimum) {
        return study.trials().stream()
                .filter(t -> t.state() == TrialState.COMPLETED && trainLoss(t).isPresent())
                .collect(
                        Collectors.groupingBy(
                                TrialData::arm,
                                Collectors.collectingAndThen(
                                        Collectors.toList(),
                                        trials ->
                                                Outliers.limit(
                                                        trials.stream()
                                                                .mapToDouble(
                                                                        t -> trainLoss(t).orElse(0))
                                                                .toArray(),
                                                        deviations,
                                                        minimum))));
    }

    private static OptionalDouble trainLoss(TrialData trial) {
        return Curve.of(trial.evaluations(), TRAIN_LOSS).lowest();
    }

    private static Curve costs(StudyData study, TrialData trial) {
        Curve curve = Curve.of(trial.evaluations(), study.design().objective().metric());
        return study.design().objective().mode() == Mode.MIN ? curve : curve.negated();
    }

    /** The results of one arm alone, by its index. */
    public StudyResults ofArm(int arm) {
        return new StudyResults(
                study,
                feasible.stream().filter(r -> r.trial().arm() == arm).toList(),
                infeasible.stream().filter(r -> r.trial().arm() == arm).toList());
    }

    /** How many trials finished. */
    public int finished() {
        return feasible.size() + infeasible.size();
    }

    /** The best trials, at most so many. */
    public List<TrialResult> best(int count) {
        return feasible.subList(0, Math.min(count, feasible.size()));
    }

    /** The best trial. */
    public Optional<TrialResult> best() {
        return feasible.stream().findFirst();
    }

    /** The cost of every finished trial, infinite for infeasible ones. */
    public double[] costs() {
        double[] costs = new double[finished()];
        for (int i = 0; i < costs.length; i++) {
            costs[i] = i < feasible.size() ? feasible.get(i).cost() : Double.POSITIVE_INFINITY;
        }
        return costs;
    }

    /** A cost as the objective has it; empty when it is that of an infeasible trial. */
    public OptionalDouble objective(double cost) {
        if (Double.isInfinite(cost)) {
            return OptionalDouble.empty();
        }
        boolean min = study.design().objective().mode() == Mode.MIN;
        return OptionalDouble.of(min ? cost : -cost);
    }
}
