package etude.trainer.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import etude.trainer.config.OptimizerConfig;
import etude.trainer.engine.HostNumbers;
import etude.trainer.engine.KeepingScript;
import etude.trainer.engine.ScriptPart;
import java.util.List;
import java.util.Map;

/** {@link Update} of a gradient that comes as one vector, in one native call. */
public final class Optimizer implements AutoCloseable {
    private final Update update;
    private final HostNumbers numbers;
    private final KeepingScript kernel;

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
        Update.Groups groups = new Update.Groups(group(decayed), group(weights.size() - decayed));
        update = new Update(manager, config, weights, groups, clip, log);
        numbers = new HostNumbers(manager, update.count());
        String forward =
                """
                def forward(self: __torch__.M, gradient: Tensor, loss: Tensor) -> List[Tensor]:
                  g = torch.split_with_sizes(gradient, %s)
                  (self).update(g, loss, (self).numbers(), )
                  return annotate(List[Tensor], [])
                """
                        .formatted(groups.all());
        kernel =
                KeepingScript.compile(
                        manager,
                        List.of(
                                numbers.part(),
                                update.part(),
                                new ScriptPart(Map.of(), List.of(), forward)));
    }

    private static List<Long> group(long size) {
        return size == 0 ? List.of() : List.of(size);
    }

    /** See {@link Update#state}. */
    public Map<String, NDArray> state() {
        return update.state();
    }

    /**
     * Update number {@code step + 1}. The gradient is scratch afterwards.
     *
     * @param loss scalar, for the log and the finite check
     */
    public void update(NDArray gradient, NDArray loss, long step, double learningRate) {
        numbers.set(update.numbers(step, learningRate));
        kernel.run(gradient, loss);
    }

    @Override
    public void close() {
        kernel.close();
    }
}
