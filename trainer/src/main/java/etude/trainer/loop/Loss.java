package etude.trainer.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import etude.datasets.EtudeException;
import etude.datasets.Target;
import etude.trainer.engine.TorchScript;

/**
 * What training minimises, averaged over the batch: cross entropy in nats with label smoothing
 * (Szegedy et al. 2016), per token for next-token targets, or the mean squared error. Of one of the
 * equal parts that a batch is cut into, its share of that.
 */
final class Loss implements AutoCloseable {
    private final TorchScript plain;
    private final TorchScript mixed;

    /**
     * @param parts of a batch, each of which is a pass of its own
     */
    Loss(NDManager manager, Target target, double labelSmoothing, int parts) {
        boolean regression = target instanceof Target.Value;
        if (regression && labelSmoothing > 0) {
            throw new EtudeException(
                    "label_smoothing: expected 0 for regression, which has no classes, found "
                            + labelSmoothing);
        }
        plain =
                compile(
                        manager,
                        regression ? "squared_error.txt" : "cross_entropy.txt",
                        labelSmoothing,
                        parts);
        mixed = compile(manager, "mixed_cross_entropy.txt", labelSmoothing, parts);
    }

    private static TorchScript compile(
            NDManager manager, String name, double labelSmoothing, int parts) {
        return TorchScript.compile(manager, source(name, labelSmoothing, parts));
    }

    /** The text of a kernel of this class. */
    static String source(String name, double labelSmoothing, int parts) {
        return TorchScript.resource(Loss.class, name)
                .replace("SMOOTHING", Double.toString(labelSmoothing))
                .replace("SHARE", parts == 1 ? "mean" : "torch.div(mean, %s)".formatted(parts));
    }

    /**
     * The scalar loss of a part, divided by the number of parts; differentiable.
     *
     * @param outputs of the network
     * @param targets labels or values; after mixup also second labels and weights
     */
    NDArray of(NDArray outputs, NDList targets) {
        if (targets.size() == 1) {
            return plain.differentiable(outputs, targets.head()).head();
        }
        return mixed.differentiable(outputs, targets.get(0), targets.get(1), targets.get(2)).head();
    }

    @Override
    public void close() {
        plain.close();
        mixed.close();
    }
}
