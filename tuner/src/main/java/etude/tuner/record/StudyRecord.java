package etude.tuner.record;

import etude.tuner.space.StudyOutline;
import etude.tuner.store.TrialState;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A study and its trials: all that the analysis reads. {@link StudyRecords} reads it.
 *
 * @param trials in any state, by number
 * @param reruns of trials' settings with other seeds
 */
public record StudyRecord(
        StudyOutline outline, DatasetFacts dataset, List<TrialRecord> trials, List<Rerun> reruns) {
    public StudyRecord {
        trials = List.copyOf(trials);
        reruns = List.copyOf(reruns);
    }

    /** How many trials are in a state. */
    public long count(TrialState state) {
        return trials.stream().filter(trial -> trial.state() == state).count();
    }

    /** How many trials have ended, whatever became of them. */
    public long ended() {
        return trials.stream().filter(trial -> trial.state().isTerminal()).count();
    }

    /**
     * The completed trials whose best objective is a number, best first; infeasible ones never win,
     * whatever they had reached.
     */
    public List<TrialRecord> ranked() {
        return trials.stream()
                .filter(trial -> trial.state() == TrialState.COMPLETED)
                .filter(trial -> Double.isFinite(cost(trial)))
                .sorted(Comparator.comparingDouble(this::cost))
                .toList();
    }

    /** The best completed trial. */
    public Optional<TrialRecord> winner() {
        return ranked().stream().findFirst();
    }

    private double cost(TrialRecord trial) {
        return outline.objective()
                .best(trial.evaluations())
                .map(outline.objective()::cost)
                .orElse(Double.POSITIVE_INFINITY);
    }
}
