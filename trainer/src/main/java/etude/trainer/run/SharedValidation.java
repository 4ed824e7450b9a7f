package etude.trainer.run;

import etude.datasets.Dataset;
import etude.trainer.distributed.Ranks;
import etude.trainer.loop.Evaluations;
import etude.trainer.loop.Training;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Evaluations on all validation examples once all steps are done, which ranks share. Rank 0 has the
 * checkpoints and sends their weights; the others evaluate what they are sent until it has no more.
 *
 * @param examples all of them
 */
record SharedValidation(Training training, Dataset examples, Ranks ranks) {
    /** At rank 0, before each evaluation: whether any rank is to stop, so that there is none. */
    boolean stops(BooleanSupplier own) {
        ranks.agree(true);
        return ranks.agree(own.getAsBoolean());
    }

    /**
     * Evaluates what rank 0 has in place.
     *
     * @return at rank 0, empty at the others
     */
    Optional<MeasuredSplit> measure() {
        training.shareForEvaluation();
        return MeasuredSplit.of(training.evaluation(), examples, Evaluations.VALIDATION, ranks);
    }

    /** At rank 0: all is done. */
    void end() {
        ranks.agree(false);
    }

    /** At the others, until all is done. */
    void accompany(BooleanSupplier stop) {
        while (ranks.agree(false)) {
            if (!ranks.agree(stop.getAsBoolean())) {
                measure();
            }
        }
    }
}
