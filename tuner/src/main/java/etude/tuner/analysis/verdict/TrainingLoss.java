package etude.tuner.analysis.verdict;

import etude.tuner.analysis.result.Curve;
import etude.tuner.analysis.result.StudyResults;
import etude.tuner.analysis.statistics.LossRise;
import etude.tuner.record.TrialRecord;
import java.util.Optional;
import java.util.stream.IntStream;

/** The training loss of a trial, from the densest record there is. */
final class TrainingLoss {
    private TrainingLoss() {}

    /** Its largest rise: of every step where they were read, else between evaluations. */
    static Optional<LossRise> rise(TrialRecord trial) {
        float[] steps = trial.steps().losses();
        double[] losses =
                IntStream.range(0, steps.length)
                        .mapToDouble(i -> steps[i])
                        .filter(Double::isFinite)
                        .toArray();
        return losses.length > 0
                ? LossRise.of(losses)
                : LossRise.of(Curve.of(trial.evaluations(), StudyResults.TRAIN_LOSS).values());
    }
}
