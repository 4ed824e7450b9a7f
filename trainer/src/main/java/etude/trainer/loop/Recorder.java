package etude.trainer.loop;

import etude.trainer.optimizer.StepLog;
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

    /** Evaluates after {@code step} updates and returns the metrics. */
    Map<String, Double> evaluate(long step);

    /** Metrics measured after {@code step} updates; empty where nothing was due. */
    void measured(long step, Map<String, Double> metrics);

    /** Saves everything that the next update needs, with the metrics measured at this step. */
    void checkpoint(long step, Map<String, Double> metrics);
}
