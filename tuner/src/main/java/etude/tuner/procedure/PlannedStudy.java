package etude.tuner.procedure;

import etude.trainer.config.RunConfig;

/**
 * A study that a procedure runs: an ordinary one, whose files lie in the procedure's folder.
 *
 * @param name below {@code studies/}
 * @param text of its file, which names its base config {@link #baseName}
 * @param base the config of every trial
 * @param trials in all
 * @param steps of each, warmup included
 */
public record PlannedStudy(String name, String text, RunConfig base, int trials, long steps) {
    /** The file of its base config beside its own. */
    static String baseName(String study) {
        return study + "-base.yaml";
    }

    /** All updates of all trials. */
    public long allSteps() {
        return trials * steps;
    }
}
