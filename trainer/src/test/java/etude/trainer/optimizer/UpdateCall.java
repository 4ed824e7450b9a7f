package etude.trainer.optimizer;

import etude.trainer.config.OptimizerConfig;
import java.util.ArrayList;
import java.util.List;

/**
 * What an update is called with, for who calls it without {@link Update}.
 *
 * @param state what each of its state vectors is filled with at first
 * @param numbers that it reads late in a run; the first two are the step and its row of the log
 */
public record UpdateCall(List<Double> state, List<Double> numbers) {
    private static final long LATE = 100_000;

    /** That of a config. */
    public static UpdateCall of(OptimizerConfig config) {
        UpdateRule rule = UpdateRule.of(config);
        List<Double> numbers = new ArrayList<>(List.of(0.0, 0.0, config.learningRate()));
        numbers.addAll(rule.numbers().at(LATE));
        return new UpdateCall(
                rule.state().stream().map(UpdateRule.StateVector::start).toList(), numbers);
    }
}
