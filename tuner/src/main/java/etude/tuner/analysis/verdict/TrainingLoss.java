package etude.tuner.analysis.verdict;

import etude.tuner.analysis.data.TrialData;
import etude.tuner.analysis.result.Curve;
import etude.tuner.analysis.result.StudyResults;
import etude.tuner.analysis.statistics.LossRise;
import java.util.Optional;
import java.util.stream.IntStream;

/** The training loss of a trial, from the densest record there is. */
final class TrainingLoss {
    private TrainingLoss() {}

    /** Its largest rise: of every step where they were read, else between evaluations. */
    static Optional<LossRise> rise(TrialData trial) {
        float[] steps = trial.steps().loss();
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
