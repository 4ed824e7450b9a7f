package etude.trainer.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import etude.trainer.config.OptimizerConfig;
import etude.trainer.config.OptimizerConfig.WeightDecayKind;
import etude.trainer.engine.TorchScript;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Clips and applies one gradient to the flat parameter vector, in one native call that never makes
 * the CPU wait.
 *
 * <p>Order within a call: gradient norm, finite check, clip by global norm, weight decay of the
 * first {@code decayed} entries, update. Formulas: in the kernels' text files, from the playbook,
 * FAQ "What are the update rules for all the popular optimization algorithms?". Decoupled weight
 * decay (Loshchilov and Hutter 2019, arXiv:1711.05101): the entries are multiplied by 1 - rate *
 * decay before the update, which no rule's update depends on, so that in all w - rate * decay * w -
 * update; rate is the scheduled learning rate.
 */
public final class Optimizer implements AutoCloseable {
    private final UpdateRule rule;
    private final TorchScript kernel;
    private final Map<String, NDArray> state = new LinkedHashMap<>();
    private final StepLog log;
    private final double clip;
    private final long decayed;
    private final double l2;
    private final double decoupled;

    /**
     * @param weights the flat parameter vector, decayed entries first
     * @param decayed how many of them weight decay applies to
     * @param clip largest permitted gradient norm; infinity for none
     */
    public Optimizer(
            NDManager manager,
            OptimizerConfig config,
            NDArray weights,
            long decayed,
            double clip,
            StepLog log) {
        rule = UpdateRule.of(config);
        kernel = TorchScript.compile(manager, source(rule));
        for (UpdateRule.StateVector vector : rule.state()) {
            state.put(
                    vector.name(),
                    manager.full(
                            weights.getShape(), (float) vector.start(), weights.getDataType()));
        }
        this.decayed = decayed;
        this.clip = clip;
        this.log = log;
        boolean isL2 = config.weightDecayKind() == WeightDecayKind.L2;
        l2 = isL2 ? config.weightDecay() : 0;
        decoupled = isL2 ? 0 : config.weightDecay();
    }

    /** The text of a rule's kernel. */
    static String source(UpdateRule rule) {
        StringBuilder source =
                new StringBuilder(TorchScript.resource(Optimizer.class, "guard.txt"));
        for (String name : rule.sources()) {
            source.append(TorchScript.resource(Optimizer.class, name + ".txt"));
        }
        return source.toString();
    }

    /**
     * State vectors by name, each in the order of the flat parameter vector, always in the same
     * order themselves; write to them in place to restore.
     */
    public Map<String, NDArray> state() {
        return Collections.unmodifiableMap(state);
    }

    /**
     * Update number {@code step + 1}. The gradient is scratch afterwards.
     *
     * @param loss scalar, for the log and the finite check
     */
    public void update(
            NDArray weights, NDArray gradient, NDArray loss, long step, double learningRate) {
        List<Object> arguments = new ArrayList<>(List.of(weights, gradient));
        arguments.addAll(state.values());
        arguments.addAll(
                List.of(loss, log.status(), log.ring(), log.slot(step), step, clip, decayed));
        arguments.addAll(List.of(learningRate, l2, decoupled));
        arguments.addAll(rule.numbers().at(step + 1));
        kernel.update(arguments);
    }

    @Override
    public void close() {
        kernel.close();
    }
}
