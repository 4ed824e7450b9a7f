package etude.tuner.analysis.result;

import etude.trainer.config.CheckpointsConfig.Mode;
import etude.tuner.record.StudyRecord;
import etude.tuner.record.TrialRecord;
import etude.tuner.store.Infeasible;
import etude.tuner.store.TrialState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * The finished trials of a study, feasible or not; trials that failed or did not finish are in
 * neither list.
 *
 * @param feasible best first
 */
public record StudyResults(
        StudyRecord study, List<FeasibleTrial> feasible, List<InfeasibleTrial> infeasible) {
    /** The loss on a fixed sample of training examples, in evaluation mode. */
    public static final String TRAIN_LOSS = "train_evaluation/loss";

    public StudyResults {
        feasible = List.copyOf(feasible);
        infeasible = List.copyOf(infeasible);
    }

    /**
     * Judges each trial.
     *
     * @param farWorse the share of what the best trial learned, less than which is far worse
     */
    public static StudyResults of(StudyRecord study, double farWorse) {
        List<FeasibleTrial> feasible = new ArrayList<>();
        List<InfeasibleTrial> infeasible = new ArrayList<>();
        Learned learned = new Learned(study, farWorse);
        for (TrialRecord trial : study.trials()) {
            if (trial.state() == TrialState.INFEASIBLE) {
                infeasible.add(new InfeasibleTrial(trial, trial.infeasible().orElseThrow()));
            } else if (trial.state() == TrialState.COMPLETED) {
                Curve costs = costs(study, trial);
                if (costs.size() == 0) {
                    infeasible.add(
                            new InfeasibleTrial(
                                    trial, new Infeasible.Diverged(trial.totalSteps())));
                } else if (learned.isFarWorse(trial)) {
                    infeasible.add(new InfeasibleTrial(trial, new Infeasible.FarWorse()));
                } else {
                    feasible.add(FeasibleTrial.of(trial, costs));
                }
            }
        }
        feasible.sort(Comparator.comparingDouble(FeasibleTrial::cost));
        return new StudyResults(study, feasible, infeasible);
    }

    /** The trials that have reruns, whatever became of these, by number. */
    public List<TrialRecord> rerun() {
        Set<Integer> numbers =
                study.reruns().stream().map(TrialRecord::number).collect(Collectors.toSet());
        return study.trials().stream().filter(trial -> numbers.contains(trial.number())).toList();
    }

    /** What the reruns of a trial reached that have ended; one with its own seed is none. */
    public RerunResults reruns(TrialRecord trial) {
        SortedMap<Long, Double> costs = new TreeMap<>();
        int infeasible = 0;
        for (TrialRecord rerun : study.reruns()) {
            boolean other = rerun.number() == trial.number() && rerun.seed() != trial.seed();
            Curve reached =
                    other && rerun.state() == TrialState.COMPLETED
                            ? costs(study, rerun)
                            : Curve.of(List.of(), "");
            if (reached.size() > 0) {
                costs.put(rerun.seed(), reached.values()[reached.lowestIndex()]);
            } else if (other
                    && (rerun.state() == TrialState.INFEASIBLE
                            || rerun.state() == TrialState.COMPLETED)) {
                infeasible++;
            }
        }
        return new RerunResults(costs, infeasible);
    }

    private static Curve costs(StudyRecord study, TrialRecord trial) {
        Curve curve = Curve.of(trial.evaluations(), study.outline().objective().metric());
        return study.outline().objective().mode() == Mode.MIN ? curve : curve.negated();
    }

    /** The finished trials, feasible ones first. */
    public Stream<TrialRecord> trials() {
        return Stream.concat(
                feasible.stream().map(FeasibleTrial::trial),
                infeasible.stream().map(InfeasibleTrial::trial));
    }

    /** The results of one arm alone, by its index. */
    public StudyResults ofArm(int arm) {
        return where(trial -> trial.arm() == arm);
    }

    /** The results of some of the trials. */
    public StudyResults where(Predicate<TrialRecord> test) {
        return new StudyResults(
                study,
                feasible.stream().filter(result -> test.test(result.trial())).toList(),
                infeasible.stream().filter(result -> test.test(result.trial())).toList());
    }

    /** How many trials finished. */
    public int finished() {
        return feasible.size() + infeasible.size();
    }

    /** The best trials, at most so many. */
    public List<FeasibleTrial> best(int count) {
        return feasible.subList(0, Math.min(count, feasible.size()));
    }

    /** The best trial. */
    public Optional<FeasibleTrial> best() {
        return feasible.stream().findFirst();
    }

    /** The cost of every finished trial, infinite for infeasible ones. */
    public double[] costs() {
        return DoubleStream.concat(
                        feasible.stream().mapToDouble(FeasibleTrial::cost),
                        infeasible.stream().mapToDouble(trial -> Double.POSITIVE_INFINITY))
                .toArray();
    }

    /** An objective as a cost: negated where more is better. */
    public double cost(double objective) {
        return study.outline().objective().mode() == Mode.MIN ? objective : -objective;
    }

    /** A cost as the objective has it; empty when it is that of an infeasible trial. */
    public OptionalDouble objective(double cost) {
        return Double.isInfinite(cost) ? OptionalDouble.empty() : OptionalDouble.of(cost(cost));
    }
}
