package etude.tuner.study;

import etude.trainer.metrics.Measurement;
import etude.tuner.search.Known;
import etude.tuner.space.Objective;
import etude.tuner.store.TrialState;
import java.util.List;
import java.util.OptionalDouble;

/** What becomes known of a trial by what it measured. */
public final class KnownTrials {
    private KnownTrials() {}

    /** The best objective as a cost; empty where none of its values is a number. */
    public static OptionalDouble cost(Objective objective, List<Measurement> evaluations) {
        return objective
                .best(evaluations)
                .map(objective::cost)
                .filter(Double::isFinite)
                .map(OptionalDouble::of)
                .orElse(OptionalDouble.empty());
    }

    /**
     * What a trial tells. One that was trained to its end and measured no number has settings that
     * do not work.
     *
     * @param cost of a completed trial
     */
    public static Known.Result result(TrialState state, OptionalDouble cost) {
        return switch (state) {
            case PENDING, RUNNING -> new Known.Result.Open();
            case FAILED -> new Known.Result.Failed();
            case INFEASIBLE -> new Known.Result.Infeasible();
            case COMPLETED ->
                    cost.isPresent()
                            ? new Known.Result.Reached(cost.getAsDouble())
                            : new Known.Result.Infeasible();
        };
    }
}
