package etude.tuner.analysis.verdict;

import etude.tuner.analysis.plot.PlotId;
import etude.tuner.analysis.result.FeasibleTrial;
import etude.tuner.analysis.result.StudyResults;
import etude.tuner.analysis.verdict.Answer.Good;
import etude.tuner.analysis.verdict.Answer.NotKnown;
import etude.tuner.analysis.verdict.Answer.Problem;
import etude.tuner.record.TrialRecord;
import etude.tuner.space.Arm;
import etude.tuner.text.Numbers;
import etude.tuner.text.Sentences;
import java.util.List;

/**
 * Playbook, "Identifying unstable workloads" and Figure 7a: instability just above the best
 * learning rate forces one that is too small.
 */
final class StableAboveBestRate {
    private static final String QUESTION =
            "Is training stable at learning rates just above the best%s?";

    private StableAboveBestRate() {}

    static List<Verdict> ask(Basis basis) {
        return basis.outline().arms().stream()
                .filter(arm -> !basis.results().ofArm(arm.index()).feasible().isEmpty())
                .map(arm -> verdict(basis, arm))
                .toList();
    }

    private static Verdict verdict(Basis basis, Arm arm) {
        String where = basis.outline().arms().size() < 2 ? "" : " of " + arm.label();
        StudyResults mine = basis.results().ofArm(arm.index());
        TrialRecord best = mine.best().orElseThrow().trial();
        String plot =
                basis.outline().hyperparameters().stream()
                        .filter(h -> h.path().endsWith("learning_rate"))
                        .filter(h -> best.value(h).isPresent())
                        .findFirst()
                        .map(PlotId::axis)
                        .orElse(PlotId.TRAINING_CURVES);
        return new Verdict(
                Topic.STABLE_ABOVE_BEST_RATE, QUESTION.formatted(where), answer(basis, mine), plot);
    }

    private static Answer answer(Basis basis, StudyResults arm) {
        FeasibleTrial best = arm.best().orElseThrow();
        double rate = rate(best.trial());
        VerdictThresholds thresholds = basis.thresholds();
        StudyResults above =
                arm.where(t -> rate(t) > rate && rate(t) <= rate * thresholds.unstableWithin());
        long diverged =
                above.infeasible().stream()
                        .filter(trial -> trial.reason().kind().isInstability())
                        .count();
        long trials = diverged + above.feasible().size();
        if (trials < thresholds.unstableTrials()) {
            return new NotKnown(
                    "%s above the best learning rate (%s), up to %s of it."
                            .formatted(
                                    Sentences.start(
                                            Numbers.count(trials, "trial")
                                                    + (trials == 1 ? " lies" : " lie")),
                                    Numbers.text(rate),
                                    Numbers.text(thresholds.unstableWithin()) + " times"),
                    "Train the best trial with 2, 5 and 10 times its learning rate and look at the loss of every step.");
        }
        long risen =
                above.feasible().stream()
                        .flatMap(result -> TrainingLossFalls.rise(result.trial()).stream())
                        .filter(rise -> rise.share() >= thresholds.lossRise())
                        .count();
        String sentence =
                "%d of %s with learning rates from %s to %s diverged or saw the training loss rise."
                        .formatted(
                                diverged + risen,
                                Numbers.count(trials, "trial"),
                                Numbers.text(rate),
                                Numbers.text(rate * thresholds.unstableWithin()));
        return diverged + risen >= thresholds.unstableShare() * trials
                ? new Problem(sentence, Remedies.instability(best.trial()))
                : new Good(sentence);
    }

    private static double rate(TrialRecord trial) {
        return trial.learningRate().orElse(Double.NaN);
    }
}
