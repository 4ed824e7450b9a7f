package etude.trainer.run;

import etude.trainer.distributed.Ranks;
import java.util.function.BooleanSupplier;

/**
 * What rank 0 does alone once all steps are done, in pieces: between them the others show that they
 * are there, and can ask it to stop.
 */
record RestOfFirst(Ranks ranks) {
    /** At rank 0: whether it is to stop, asked before each piece. */
    BooleanSupplier stopping(BooleanSupplier own) {
        return () -> {
            ranks.agree(true);
            return ranks.agree(own.getAsBoolean());
        };
    }

    /** At rank 0: all is done. */
    void end() {
        ranks.agree(false);
    }

    /** At the others, until all is done. */
    void accompany(BooleanSupplier stop) {
        while (ranks.agree(false)) {
            ranks.agree(stop.getAsBoolean());
        }
    }
}
