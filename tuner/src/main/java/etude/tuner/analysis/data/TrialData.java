package etude.tuner.analysis.data;

import etude.tuner.store.Evaluation;
import etude.tuner.store.TrialState;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A trial and all that its run measured.
 *
 * @param arm index of its arm
 * @param infeasibleReason only for infeasible trials
 * @param settings by the id of each hyperparameter that exists in this trial, scientific ones
 *     included
 * @param evaluations in the order of steps
 * @param stepSource reads loss and gradient norm of every step
 */
public record TrialData(
        int number,
        int arm,
        TrialState state,
        Optional<InfeasibleReason> infeasibleReason,
        Map<String, Value> settings,
        long seed,
        List<Evaluation> evaluations,
        RunFacts run,
        StepSource stepSource) {
    public TrialData {
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        evaluations = List.copyOf(evaluations);
    }

    /** Loss and gradient norm of every step, read anew. */
    public StepSeries steps() {
        return stepSource.read();
    }

    /** Its value of a hyperparameter, where it has that one. */
    public Optional<Value> setting(Hyperparameter hyperparameter) {
        return Optional.ofNullable(settings.get(hyperparameter.id()));
    }
}
