package etude.tuner.space;

import etude.trainer.config.FolderName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The settings and the seed of a trial on data that another seed divides, which shows how much a
 * result owes to which examples train and validate (playbook, "Determining whether to adopt a
 * training pipeline change or hyperparameter configuration": data variance). It is stored and
 * trained as reruns are, and is none: what it reaches is measured on other examples.
 *
 * @param index from 1
 * @param splitSeed a function of the study's seed and the index: equal across trials
 */
public record Resplit(Trial trial, int index, long splitSeed) implements Training {
    @Override
    public int number() {
        return (Rerun.MOST + index) * FIRST_RERUN + trial.number();
    }

    @Override
    public long seed() {
        return trial.seed();
    }

    @Override
    public String runName(String study) {
        String name = "%s-split-%d".formatted(trial.runName(study), index);
        try {
            FolderName.require(name);
            return name;
        } catch (IllegalArgumentException e) {
            return "%s-split-%d".formatted(trial.runName("resplit"), index);
        }
    }

    @Override
    public String runDirectory() {
        return String.format(Locale.ROOT, "resplits/%05d-%d", trial.number(), index);
    }

    @Override
    public List<String> overrides() {
        List<String> overrides = new ArrayList<>(Training.super.overrides());
        overrides.add("dataset.split_seed=" + splitSeed);
        return List.copyOf(overrides);
    }
}
