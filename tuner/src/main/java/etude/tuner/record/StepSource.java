package etude.tuner.record;

import etude.trainer.metrics.StepSeries;

/**
 * Where the steps of a trial can be read. They are by far the largest part of a study, and few
 * trials' are asked for, so each asking reads them and nobody keeps them.
 */
@FunctionalInterface
public interface StepSource {
    /** Reads them; empty where there are none. */
    StepSeries read();
}
