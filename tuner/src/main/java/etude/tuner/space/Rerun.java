package etude.tuner.space;

import etude.trainer.config.FolderName;
import java.util.Locale;

/**
 * The settings of a trial with another seed, which shows how much a result owes to its seed
 * (playbook, "Determining whether to adopt a training pipeline change or hyperparameter
 * configuration"). It is stored and trained as trials are, and is none.
 *
 * @param trial whose settings are trained again
 * @param index from 1
 * @param seed a function of the study's seed and the index: equal across trials, so that results
 *     can be compared in pairs
 */
public record Rerun(Trial trial, int index, long seed) implements Training {
    /** More than anybody waits for, and few enough for numbers and names to have room. */
    public static final int MOST = 100;

    /** All first reruns come before all second ones, so that pairs are complete early. */
    @Override
    public int number() {
        return index * FIRST_RERUN + trial.number();
    }

    /** A study may have a name that leaves no room for more than the suffix of a trial. */
    @Override
    public String runName(String study) {
        String name = "%s-%d".formatted(trial.runName(study), index);
        try {
            FolderName.require(name);
            return name;
        } catch (IllegalArgumentException e) {
            return "%s-%d".formatted(trial.runName("rerun"), index);
        }
    }

    @Override
    public String runDirectory() {
        return String.format(Locale.ROOT, "reruns/%05d-%d", trial.number(), index);
    }
}
