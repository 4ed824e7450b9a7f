package etude.tuner.procedure;

import etude.trainer.run.RunFacts;
import etude.tuner.analysis.statistics.EarlySpike;
import etude.tuner.analysis.statistics.LossRise;
import etude.tuner.analysis.statistics.Quantiles;
import etude.tuner.analysis.statistics.Standstill;
import etude.tuner.analysis.verdict.VerdictThresholds;
import etude.tuner.record.StudyRecord;
import etude.tuner.record.TrialRecord;
import etude.tuner.store.Infeasible;
import etude.tuner.store.TrialState;
import etude.tuner.text.Numbers;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * How training went at one learning rate, by the thresholds of the verdicts.
 *
 * @param spike the highest point of its first steps, where that is no noise
 * @param rise of the training loss after it had fallen, where that is no noise
 * @param standstill its last level, where that is no lower than what a constant prediction has
 * @param divergedAt the step at which it diverged; empty where it did not
 */
record RateCourse(
        StudyRecord study,
        TrialRecord trial,
        Optional<EarlySpike> spike,
        Optional<LossRise> rise,
        OptionalDouble standstill,
        OptionalLong divergedAt) {
    private static final String TRAIN_LOSS = "train_evaluation/loss";

    static RateCourse of(StudyRecord study, TrialRecord trial) {
        VerdictThresholds thresholds = VerdictThresholds.defaults();
        float[] losses = trial.steps().losses();
        double constant = constant(study, trial);
        return new RateCourse(
                study,
                trial,
                EarlySpike.of(losses, StabilityProcedure.EARLY_STEPS, constant)
                        .filter(spike -> spike.reaches(thresholds.earlyRise())),
                LossRise.of(Quantiles.finite(losses))
                        .filter(rise -> rise.share() >= thresholds.lossRise()),
                Standstill.of(Quantiles.finite(losses), constant),
                trial.infeasible()
                        .filter(Infeasible.Diverged.class::isInstance)
                        .map(why -> OptionalLong.of(((Infeasible.Diverged) why).step()))
                        .orElse(OptionalLong.empty()));
    }

    /** Of a study whose trials all diverged, their own runs tell; 0 where none does. */
    private static double constant(StudyRecord study, TrialRecord trial) {
        return Optional.ofNullable(study.data().constant().get(TRAIN_LOSS))
                .or(
                        () ->
                                trial.facts()
                                        .map(RunFacts::data)
                                        .map(data -> data.constant().get(TRAIN_LOSS)))
                .orElse(0.0);
    }

    double rate() {
        return StabilityProcedure.rate(trial);
    }

    /** In the first steps. */
    boolean isUnstableEarly() {
        return spike.isPresent() || (isUnstable() && !isUnstableLater());
    }

    /** After them. */
    boolean isUnstableLater() {
        if (divergedAt.isPresent()) {
            return divergedAt.getAsLong() > StabilityProcedure.EARLY_STEPS;
        }
        return rise.filter(one -> one.at() * steps() > StabilityProcedure.EARLY_STEPS).isPresent();
    }

    boolean isUnstable() {
        return divergedAt.isPresent()
                || spike.isPresent()
                || rise.isPresent()
                || standstill.isPresent();
    }

    /** Whether it trained to its end as it should. */
    boolean isStable() {
        return trial.state() == TrialState.COMPLETED && !isUnstable();
    }

    private long steps() {
        return trial.steps().losses().length;
    }

    boolean ended() {
        return trial.state() == TrialState.COMPLETED || trial.state() == TrialState.INFEASIBLE;
    }

    /** What happened, as the end of a sentence. */
    String words() {
        if (divergedAt.isPresent()) {
            return "it diverged after step " + divergedAt.getAsLong();
        }
        if (trial.state() != TrialState.COMPLETED) {
            return "it did not train (%s)".formatted(trial.status().reason());
        }
        if (spike.isPresent()) {
            return "the loss rose from %s to %s at step %d"
                    .formatted(
                            Numbers.text(spike.get().start()),
                            Numbers.text(spike.get().peak()),
                            spike.get().peakStep());
        }
        if (rise.isPresent()) {
            return "the loss rose from %s to %s after %s of training"
                    .formatted(
                            Numbers.text(rise.get().from()),
                            Numbers.text(rise.get().to()),
                            Numbers.percent(rise.get().at()));
        }
        return standstill.isPresent()
                ? "the loss stayed at that of a constant prediction (%s)"
                        .formatted(Numbers.text(standstill.getAsDouble()))
                : "the loss fell throughout";
    }
}
