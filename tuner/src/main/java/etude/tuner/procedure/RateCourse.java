package etude.tuner.procedure;

import etude.tuner.analysis.statistics.EarlySpike;
import etude.tuner.analysis.statistics.LossRise;
import etude.tuner.analysis.statistics.Quantiles;
import etude.tuner.analysis.verdict.VerdictThresholds;
import etude.tuner.record.StudyRecord;
import etude.tuner.record.TrialRecord;
import etude.tuner.store.Infeasible;
import etude.tuner.store.TrialState;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How training went at one learning rate, by the thresholds of the verdicts.
 *
 * @param spike the highest point of its first steps, where that is no noise
 * @param rise of the training loss after it had fallen, where that is no noise
 * @param divergedAt the step at which it diverged; empty where it did not
 */
record RateCourse(
        StudyRecord study,
        TrialRecord trial,
        Optional<EarlySpike> spike,
        Optional<LossRise> rise,
        OptionalLong divergedAt) {
    private static final String TRAIN_LOSS = "train_evaluation/loss";

    static RateCourse of(StudyRecord study, TrialRecord trial) {
        VerdictThresholds thresholds = VerdictThresholds.defaults();
        float[] losses = trial.steps().losses();
        double constant = study.data().constant().getOrDefault(TRAIN_LOSS, 0.0);
        return new RateCourse(
                study,
                trial,
                EarlySpike.of(losses, StabilityProcedure.EARLY_STEPS, constant)
                        .filter(spike -> spike.reaches(thresholds.earlyRise())),
                LossRise.of(Quantiles.finite(losses))
                        .filter(rise -> rise.share() >= thresholds.lossRise()),
                trial.infeasible()
                        .filter(Infeasible.Diverged.class::isInstance)
                        .map(why -> OptionalLong.of(((Infeasible.Diverged) why).step()))
                        .orElse(OptionalLong.empty()));
    }

    double rate() {
        return StabilityProcedure.rate(trial);
    }

    /** In the first steps. */
    boolean isUnstableEarly() {
        return spike.isPresent()
                || divergedAt.orElse(Long.MAX_VALUE) <= StabilityProcedure.EARLY_STEPS;
    }

    /** After them. */
    boolean isUnstableLater() {
        return divergedAt.isPresent()
                ? divergedAt.getAsLong() > StabilityProcedure.EARLY_STEPS
                : rise.filter(one -> one.at() * steps() > StabilityProcedure.EARLY_STEPS)
                        .isPresent();
    }

    boolean isUnstable() {
        return divergedAt.isPresent() || spike.isPresent() || rise.isPresent();
    }

    private long steps() {
        return trial.steps().losses().length;
    }

    boolean ended() {
        return trial.state() == TrialState.COMPLETED || trial.state() == TrialState.INFEASIBLE;
    }
}
