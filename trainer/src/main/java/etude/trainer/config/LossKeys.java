package etude.trainer.config;

/** Descriptions of keys that several losses have. */
final class LossKeys {
    static final String CLASS_WEIGHTS =
            "How much each class weighs: balanced (inversely to its training examples), a list in the order of the classes, or a mapping such as {cat: 2.5}, in which others weigh 1; null for 1 each. As in PyTorch, the loss of a batch is divided by the sum of the weights of its examples.";

    private LossKeys() {}
}
