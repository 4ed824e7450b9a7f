package etude.tuner.space;

import java.util.ArrayList;
import java.util.List;

/** What a worker trains for a study: a trial, or its settings with another seed or split. */
public sealed interface Training permits Trial, Rerun, Resplit {
    /** A study has fewer trials, so the store's numbers from here on are those of reruns. */
    int FIRST_RERUN = 10_000;

    /** By which the store knows it, unique in the study. */
    int number();

    /** The trial that it is, or whose settings it trains again. */
    Trial trial();

    /** Of initialization, order of examples, augmentation and dropout. */
    long seed();

    /** Where its run directory lies in the study's directory. */
    String runDirectory();

    /** The name of its run. */
    String runName(String study);

    /** {@code trial 7}, {@code rerun 2 of trial 7} or {@code resplit 1 of trial 7}. */
    default String label() {
        return label(number());
    }

    /** The label of the training that has this number in its study. */
    static String label(int number) {
        int index = number / FIRST_RERUN;
        int trial = number % FIRST_RERUN;
        if (index == 0) {
            return "trial " + trial;
        }
        return index <= Rerun.MOST
                ? "rerun %d of trial %d".formatted(index, trial)
                : "resplit %d of trial %d".formatted(index - Rerun.MOST, trial);
    }

    /**
     * {@code path=value} for each setting that is a config key, and the seed: what turns the base
     * config into that of this training.
     */
    default List<String> overrides() {
        List<String> overrides = new ArrayList<>(Space.overrides(trial().settings()));
        overrides.add("seed=" + seed());
        return List.copyOf(overrides);
    }
}
