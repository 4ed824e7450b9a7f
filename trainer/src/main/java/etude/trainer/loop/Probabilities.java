package etude.trainer.loop;

import etude.datasets.Target;
import etude.trainer.engine.TorchScript;

/** What the outputs of a network mean: probabilities that sum to 1, or of each label by itself. */
final class Probabilities {
    private Probabilities() {}

    /**
     * A script in which they are computed.
     *
     * @param name of the file beside this class
     */
    static String script(String name, Target target) {
        return TorchScript.resource(Probabilities.class, name)
                .replace(
                        "PROBABILITIES",
                        target instanceof Target.Labels
                                ? "torch.sigmoid(torch.to(logits, 6))"
                                : "torch.softmax(torch.to(logits, 6), -1)");
    }
}
