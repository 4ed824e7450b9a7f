package etude.tuner.record;

import etude.trainer.run.RunFacts;
import etude.tuner.space.StudyOutline;
import etude.tuner.store.TrialState;
import etude.tuner.text.Shell;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * A study and its trials: all that the analysis reads. {@link StudyRecords} reads it.
 *
 * @param directory of the study, as a command names it; empty for a run by itself
 * @param data what its runs were trained on
 * @param trials in any state, by number
 * @param reruns of trials' settings with other seeds: each says whose in its {@code trial()}, and
 *     its own seed in its {@code status()}
 * @param resplits of trials on data that other seeds divide, likewise
 * @param margin the smallest difference of the objective that matters, where the user named one
 */
public record StudyRecord(
        String directory,
        StudyOutline outline,
        RunFacts.Data data,
        List<TrialRecord> trials,
        List<TrialRecord> reruns,
        List<TrialRecord> resplits,
        OptionalDouble margin) {
    public StudyRecord {
        trials = List.copyOf(trials);
        reruns = List.copyOf(reruns);
        resplits = List.copyOf(resplits);
    }

    /** A command about this study, such as {@code etude study run}, to be pasted into a shell. */
    public String command(String words) {
        return words + " " + Shell.word(directory);
    }

    /** Whether this is a run by itself, which no study trains. */
    public boolean isSingleRun() {
        return directory.isEmpty();
    }

    /**
     * How many validation examples an error rate counts; empty where that is not known, or where
     * one example has many targets.
     */
    public OptionalLong countedExamples() {
        int evaluated = data.evaluatedExamples().orElse(0);
        return evaluated == 0 || data.classes().isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(evaluated);
    }

    /** Reruns and resplits. */
    public List<TrialRecord> again() {
        return Stream.concat(reruns.stream(), resplits.stream()).toList();
    }

    /** How often its runs were evaluated on the test split. */
    public int testEvaluations() {
        return Stream.concat(trials.stream(), again().stream())
                .mapToInt(TrialRecord::testEvaluations)
                .sum();
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
