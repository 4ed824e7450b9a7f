package etude.trainer.model;

/**
 * Ghost batch normalization (Hoffer et al. 2017, arXiv:1705.08741): {@link BatchNormalization}
 * whose training statistics always come from exactly v examples, the virtual batch size, whatever
 * the batch size B.
 *
 * <p>The first floor(B / v) * v examples form contiguous groups of v, each normalised by its own
 * statistics. The examples that remain are normalised with the statistics of the last v examples of
 * the batch. The running statistics move once per pass, towards the mean over the full groups of
 * their means and unbiased variances. Evaluation knows no groups.
 */
final class GhostBatchNormalization extends BatchNormalization {
    GhostBatchNormalization(int virtualBatchSize) {
        super(KernelText.resource("ghost_batch_norm.txt").with("VIRTUAL", virtualBatchSize));
    }
}
