package etude.trainer.loop;

import etude.datasets.ExampleSpec;
import etude.trainer.optimizer.StepLog;
import java.util.List;
import java.util.Map;

/**
 * What the loop hands its results to; called on the loop's thread, between updates, in the loop's
 * order.
 */
public interface Recorder {
    /** {@code step} updates are done. */
    void stepped(long step);

    /** Losses and gradient norms of the updates since the last call. */
    void steps(StepLog.Entries entries);

    /** What an evaluation after {@code step} updates found on a split. */
    void evaluated(long step, String split, EvaluationResult result);

    /** Predictions after {@code step} updates, for examples of this kind. */
    void predicted(long step, ExampleSpec spec, List<Predicted> predictions);

    /** Metrics measured after {@code step} updates; empty where nothing was due. */
    void measured(long step, Map<String, Double> metrics);

    /** Saves the state that the next update needs, with the metrics measured at this step. */
    void checkpoint(long step, Map<String, Double> metrics, TrainingState state);
}
