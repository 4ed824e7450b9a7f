package etude.trainer.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import etude.trainer.config.OptimizerConfig;
import etude.trainer.engine.Segment;
import java.util.List;
import java.util.Map;

/** Updates of a gradient that comes as one vector. */
public sealed interface VectorOptimizer extends AutoCloseable permits Optimizer, ProvidedOptimizer {
    /**
     * The optimizer of a config.
     *
     * @param weights the flat parameter vector
     * @param segments the parts of it that are trained
     * @param clip largest permitted gradient norm; infinity for none
     */
    static VectorOptimizer of(
            NDManager manager,
            OptimizerConfig config,
            NDArray weights,
            List<Segment> segments,
            double clip,
            StepLog log) {
        return config instanceof OptimizerConfig.Provided provided
                ? new ProvidedOptimizer(manager, provided, weights, segments, clip, log)
                : new Optimizer(manager, config, weights, segments, clip, log);
    }

    /** See {@link Update#state}. */
    Map<String, NDArray> state();

    /**
     * Update number {@code step + 1}. The gradient is scratch afterwards.
     *
     * @param loss scalar, for the log and the finite check
     */
    void update(NDArray gradient, NDArray loss, long step, double learningRate);

    @Override
    void close();
}
