package etude.trainer.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import etude.datasets.Batch;
import etude.datasets.Target;
import etude.trainer.engine.TorchScript;
import java.util.Optional;

/**
 * What training minimises, averaged over the batch: cross entropy in nats with label smoothing
 * (Szegedy et al. 2016), per token for next-token targets, binary cross entropy per label of
 * several, or the mean squared error. Of one of the equal parts that a batch is cut into, its share
 * of that.
 */
final class Loss implements BatchLoss {
    private final TorchScript plain;
    private final TorchScript mixed;

    /**
     * The loss as text.
     *
     * @param parts of a batch, each of which is a pass of its own
     */
    record Texts(Objective objective, int parts) {
        private Target target() {
            return objective.target();
        }

        private double labelSmoothing() {
            return objective.labelSmoothing();
        }

        /** A method of outputs and targets. */
        String plain(String method) {
            if (target() instanceof Target.Labels) {
                return text(method, "binary_cross_entropy.txt");
            }
            boolean regression = target() instanceof Target.Value;
            return text(method, regression ? "squared_error.txt" : "cross_entropy.txt");
        }

        /** A method of outputs, first targets, second targets and the weights of the first. */
        String mixed(String method) {
            return text(method, "mixed_cross_entropy.txt");
        }

        /**
         * The method {@code share_and_gradient(outputs, number, mixed)}, where it is written by
         * hand: for all that counts every example the same.
         *
         * @param outputs (N, classes) of one pass, or (N, 1) of a regression
         */
        Optional<String> byHand(Shape outputs) {
            double share = 1.0 / outputs.get(0) / parts;
            if (objective.weighting().isPresent() || objective.provided().isPresent()) {
                return Optional.empty();
            }
            if (target() instanceof Target.Labels) {
                return Optional.of(
                        TorchScript.resource(Loss.class, "binary_cross_entropy_by_hand.txt")
                                .replace("SHARE", Double.toString(share / outputs.get(1))));
            }
            if (target() instanceof Target.Value) {
                return Optional.of(
                        TorchScript.resource(Loss.class, "squared_error_by_hand.txt")
                                .replace("SHARE", Double.toString(share)));
            }
            double smoothed = labelSmoothing() / outputs.get(1);
            return Optional.of(
                    TorchScript.resource(Loss.class, "cross_entropy_by_hand.txt")
                            .replace("SMOOTHED", Double.toString(-smoothed * share))
                            .replace(
                                    "LABEL",
                                    Double.toString(-(1 - labelSmoothing() + smoothed) * share)));
        }

        private String text(String method, String name) {
            return TorchScript.resource(Loss.class, name)
                    .replace("forward", method)
                    .replace("SMOOTHING", Double.toString(labelSmoothing()))
                    .replace("SHARE", parts == 1 ? "mean" : "torch.div(mean, %s)".formatted(parts));
        }
    }

    Loss(NDManager manager, Texts texts) {
        plain = TorchScript.compile(manager, texts.plain("forward"));
        mixed = TorchScript.compile(manager, texts.mixed("forward"));
    }

    @Override
    public NDArray of(NDArray outputs, NDList targets, Batch whole) {
        return of(outputs, targets);
    }

    /** Of the parts of any batch. */
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
