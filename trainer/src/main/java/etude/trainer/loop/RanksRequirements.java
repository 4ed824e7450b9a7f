package etude.trainer.loop;

import etude.datasets.EtudeException;
import etude.trainer.config.ConfigException;
import etude.trainer.config.RunConfig;
import etude.trainer.model.ModelProvider;
import etude.trainer.model.ModelRegistry;
import java.util.List;

/** What a config must be for some ranks, or one, to share its batches. */
public final class RanksRequirements {
    private RanksRequirements() {}

    /**
     * Refuses what ranks cannot share, and a part of the batch that the model does not fit; nothing
     * is read for it.
     *
     * @param ranks that share each batch, or one
     * @throws ConfigException when it is so
     */
    public static void check(RunConfig config, int ranks) {
        check(config, ModelRegistry.load().require(config.model().name()), ranks);
    }

    static void check(RunConfig config, ModelProvider provider, int ranks) {
        boolean weighted =
                config.loss()
                        .filter(loss -> loss.weights().isPresent() || loss.gamma() > 0)
                        .isPresent();
        if (ranks > 1 && weighted) {
            throw new ConfigException(
                    List.of(
                            "loss: expected one in which all examples weigh the same, for %d ranks share a batch and none knows the weights of the whole; use the usual loss without weights, or train in one process, with gradient_accumulation: %d"
                                    .formatted(ranks, ranks * config.gradientAccumulation())));
        }
        int passes = config.gradientAccumulation();
        if (config.batchSize() % (ranks * passes) != 0) {
            throw new ConfigException(
                    List.of(
                            "batch_size: expected a multiple of %d, for %d ranks take %s of each batch, found %d"
                                    .formatted(
                                            ranks * passes,
                                            ranks,
                                            passes == 1 ? "an equal part" : passes + " equal parts",
                                            config.batchSize())));
        }
        try {
            provider.requireBatch(config.model().settings(), config.batchSize() / (ranks * passes));
        } catch (EtudeException e) {
            String shared = ranks == 1 ? "" : "; %d ranks share a batch".formatted(ranks);
            throw new ConfigException(List.of(e.getMessage() + shared));
        }
    }
}
