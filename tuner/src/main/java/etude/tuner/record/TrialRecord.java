package etude.tuner.record;

import com.fasterxml.jackson.databind.JsonNode;
import etude.trainer.metrics.Measurement;
import etude.trainer.metrics.StepSeries;
import etude.tuner.space.Hyperparameter;
import etude.tuner.space.Trial;
import etude.tuner.store.Infeasible;
import etude.tuner.store.TrialState;
import etude.tuner.store.TrialStatus;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A trial and all that became of it: what verdicts, plots, tables and exports read.
 *
 * @param status as the store has it
 * @param evaluations what it measured, in the order of steps
 * @param run what its run directory says beside its evaluations
 * @param stepSource reads loss and gradient norm of every step
 * @param config its run's resolved config, which trains it again by itself; empty where no run has
 *     begun
 * @param lastLogLines of the latest process that died at it; empty where none did
 */
public record TrialRecord(
        TrialStatus status,
        List<Measurement> evaluations,
        RunFacts run,
        StepSource stepSource,
        Optional<Path> config,
        String lastLogLines) {
    public TrialRecord {
        evaluations = List.copyOf(evaluations);
    }

    /** What was to be trained. */
    public Trial trial() {
        return status.trial();
    }

    public int number() {
        return trial().number();
    }

    /** Index of its arm. */
    public int arm() {
        return trial().arm();
    }

    public long seed() {
        return trial().seed();
    }

    public TrialState state() {
        return status.state();
    }

    /** Why its settings do not work; only of infeasible trials. */
    public Optional<Infeasible> infeasible() {
        return status.infeasible();
    }

    /** Its value of a hyperparameter, where it has that one. */
    public Optional<JsonNode> value(Hyperparameter hyperparameter) {
        return hyperparameter.value(trial());
    }

    /** Loss and gradient norm of every step, read anew. */
    public StepSeries steps() {
        return stepSource.read();
    }
}
