package etude.trainer.run;

import etude.trainer.distributed.Ranks;
import java.util.function.BooleanSupplier;

/**
 * What an attempt at a run is given besides its config.
 *
 * @param stop asked between steps, before anything is written; what it throws ends the attempt
 * @param data opened splits, which several runs of a process may share
 */
record RunContext(
        RunOptions options, Progress progress, BooleanSupplier stop, KeptData data, Ranks ranks) {}
