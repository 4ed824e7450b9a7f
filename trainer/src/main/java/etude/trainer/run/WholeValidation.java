package etude.trainer.run;

import etude.datasets.CorruptFileException;
import etude.datasets.EtudeException;
import etude.trainer.files.AtomicFiles;
import etude.trainer.files.Json;
import java.util.List;
import java.util.Optional;

/**
 * What the checkpoints that a run kept reach on all validation examples, where its evaluations used
 * a sample of them, as {@code whole_validation.json} keeps it (playbook, "Choosing a sample for
 * periodic evaluation").
 *
 * @param metric that is compared: what ranks the checkpoints, if that is measured on validation
 *     examples, else their loss
 * @param sampleExamples in the sample, which is a part of the whole
 * @param examples in the whole
 * @param checkpoints by step; the last is the newest
 */
public record WholeValidation(
        String metric, int sampleExamples, int examples, List<Checkpoint> checkpoints) {
    /**
     * One checkpoint.
     *
     * @param sample value of the metric on the sample, as the run measured it
     * @param whole value on the whole
     * @param standardError of {@code whole} by the choice of these examples
     * @param blocks value on each of some blocks of the whole, the same for every checkpoint and
     *     run on these data
     */
    public record Checkpoint(
            long step, double sample, double whole, double standardError, List<Double> blocks) {
        public Checkpoint {
            blocks = List.copyOf(blocks);
        }
    }

    public WholeValidation {
        checkpoints = List.copyOf(checkpoints);
    }

    /** That of the sample's checkpoint of a step. */
    public Optional<Checkpoint> at(long step) {
        return checkpoints.stream().filter(one -> one.step() == step).findFirst();
    }

    /**
     * What a run has kept; empty where it evaluated all examples, or has not ended.
     *
     * @throws CorruptFileException when the file is not what a run writes
     */
    public static Optional<WholeValidation> read(RunDirectory run) {
        return Json.read(
                run.wholeValidation(),
                "the evaluation of all validation examples",
                object -> Json.value(object.json(), WholeValidation.class));
    }

    /**
     * Replaces the file.
     *
     * @throws EtudeException when the disk is full or refuses
     */
    void write(RunDirectory run) {
        AtomicFiles.write(run.wholeValidation(), Json.file(this));
    }
}
