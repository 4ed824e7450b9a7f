package etude.trainer.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import etude.trainer.config.OptimizerConfig;
import etude.trainer.engine.HostNumbers;
import etude.trainer.engine.KeepingScript;
import etude.trainer.engine.ScriptPart;
import etude.trainer.engine.Segment;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** {@link Update} of a gradient that comes as one vector, in one native call. */
public final class Optimizer implements VectorOptimizer {
    private final Update update;
    private final HostNumbers numbers;
    private final KeepingScript kernel;

    /**
     * @param weights the flat parameter vector
     * @param segments the parts of it that are trained
     * @param clip largest permitted gradient norm; infinity for none
     */
    public Optimizer(
            NDManager manager,
            OptimizerConfig config,
            NDArray weights,
            List<Segment> segments,
            double clip,
            StepLog log) {
        update = new Update(manager, config, weights, segments, clip, log);
        numbers = new HostNumbers(manager, update.count());
        String forward =
                """
                def forward(self: __torch__.M, gradient: Tensor, loss: Tensor) -> List[Tensor]:
                  g = annotate(List[Tensor], [%s])
                  (self).update(g, loss, (self).numbers(), )
                  return annotate(List[Tensor], [])
                """
                        .formatted(
                                segments.stream()
                                        .map(segment -> segment.of("gradient"))
                                        .collect(Collectors.joining(", ")));
        kernel =
                KeepingScript.compile(
                        manager,
                        List.of(
                                numbers.part(),
                                update.part(),
                                new ScriptPart(Map.of(), List.of(), forward)));
    }

    @Override
    public Map<String, NDArray> state() {
        return update.state();
    }

    @Override
    public void update(NDArray gradient, NDArray loss, long step, double learningRate) {
        numbers.set(update.numbers(step, learningRate));
        kernel.run(gradient, loss);
    }

    @Override
    public void close() {
        kernel.close();
    }
}
