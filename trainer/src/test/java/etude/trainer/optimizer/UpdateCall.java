package etude.trainer.optimizer;

import etude.trainer.config.OptimizerConfig;
import etude.trainer.config.OptimizerConfig.WeightDecayKind;
import java.util.List;

/**
 * The kernel of an update and what it is called with, for who calls it without {@link Optimizer}.
 *
 * @param source its text
 * @param state what each of its state vectors is filled with at first
 * @param numbers its last arguments, late in a run
 */
public record UpdateCall(
        String source,
        List<Double> state,
        double learningRate,
        double l2,
        double decoupled,
        List<Double> numbers) {
    private static final long LATE = 100_000;

    /** That of a config. */
    public static UpdateCall of(OptimizerConfig config) {
        UpdateRule rule = UpdateRule.of(config);
        boolean isL2 = config.weightDecayKind() == WeightDecayKind.L2;
        return new UpdateCall(
                Optimizer.source(rule),
                rule.state().stream().map(UpdateRule.StateVector::start).toList(),
                config.learningRate(),
                isL2 ? config.weightDecay() : 0,
                isL2 ? 0 : config.weightDecay(),
                rule.numbers().at(LATE));
    }
}
