package etude.trainer.run;

import etude.datasets.EtudeException;
import etude.trainer.checkpoint.CheckpointDirectory;
import etude.trainer.checkpoint.CheckpointInfo;
import etude.trainer.loop.Evaluations;
import etude.trainer.loop.Training;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Evaluates the checkpoints that a run has kept on all validation examples, once it has ended. It
 * reads checkpoints and changes nothing that a later step would need, so that it does not matter
 * whether the run was stopped before it, or in it.
 *
 * @param validation all of them, which ranks share
 * @param sample how many the evaluations used
 */
record WholeValidationRun(
        RunDirectory run,
        CheckpointDirectory checkpoints,
        Ranking ranking,
        SharedValidation validation,
        int sample,
        Progress progress) {
    /**
     * Does what is to be done, if anything is.
     *
     * @return whether it is done; else it was asked to stop
     */
    boolean complete(Training training, BooleanSupplier stopRequested) {
        String metric = metric();
        List<CheckpointInfo> kept =
                checkpoints.list().stream()
                        .filter(checkpoint -> checkpoint.metrics().containsKey(metric))
                        .toList();
        int all = validation.examples().size();
        if (sample == 0 || sample >= all || kept.isEmpty() || isDone(kept)) {
            return true;
        }
        progress.note(
                "evaluating the kept checkpoints (%d) on all %d validation examples, of which evaluations used %d"
                        .formatted(kept.size(), all, sample));
        List<WholeValidation.Checkpoint> measured = new ArrayList<>();
        for (CheckpointInfo checkpoint : kept) {
            if (isInPlace(checkpoint, training)) {
                if (validation.stops(stopRequested)) {
                    return false;
                }
                measured.add(measure(checkpoint, metric));
            }
        }
        new WholeValidation(metric, sample, all, measured).write(run);
        return true;
    }

    private String metric() {
        return ranking.metric().startsWith(Evaluations.VALIDATION + "/")
                ? ranking.metric()
                : Evaluations.VALIDATION + "/loss";
    }

    private boolean isDone(List<CheckpointInfo> kept) {
        try {
            return WholeValidation.read(run).stream()
                    .map(WholeValidation::checkpoints)
                    .anyMatch(
                            done ->
                                    done.stream()
                                            .map(WholeValidation.Checkpoint::step)
                                            .toList()
                                            .equals(
                                                    kept.stream()
                                                            .map(CheckpointInfo::step)
                                                            .toList()));
        } catch (EtudeException e) { // a damaged file is written again
            return false;
        }
    }

    /** Puts it in place here, unless it is damaged. */
    private boolean isInPlace(CheckpointInfo checkpoint, Training training) {
        try {
            training.restoreForEvaluation(checkpoints.loadModel(checkpoint.step()));
            return true;
        } catch (EtudeException e) {
            progress.note(e.getMessage() + "; it is left out");
            return false;
        }
    }

    private WholeValidation.Checkpoint measure(CheckpointInfo checkpoint, String metric) {
        MeasuredSplit whole = validation.measure().orElseThrow();
        double sampled = checkpoint.metrics().getOrDefault(metric, Double.NaN);
        return new WholeValidation.Checkpoint(
                checkpoint.step(),
                sampled,
                whole.metrics().getOrDefault(metric, Double.NaN),
                whole.standardErrors().getOrDefault(metric, Double.NaN),
                Arrays.stream(whole.blocks().getOrDefault(metric, new double[0])).boxed().toList());
    }
}
