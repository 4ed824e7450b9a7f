package etude.tuner.analysis.verdict;

import etude.tuner.analysis.plot.PlotId;
import etude.tuner.analysis.result.FeasibleTrial;
import etude.tuner.analysis.result.InfeasibleTrial;
import etude.tuner.analysis.result.StudyResults;
import etude.tuner.analysis.statistics.FisherExact;
import etude.tuner.analysis.verdict.Answer.Good;
import etude.tuner.analysis.verdict.Answer.NotKnown;
import etude.tuner.analysis.verdict.Answer.Problem;
import etude.tuner.record.TrialRecord;
import etude.tuner.space.Arm;
import etude.tuner.store.Infeasible;
import etude.tuner.text.Numbers;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Playbook, "Identifying unstable workloads" and Figure 7a: instability just above the best
 * learning rate forces one that is too small. Any workload is unstable somewhere; it matters where
 * most trials just above the best rate are, more than below it (Fisher's exact test), and no stable
 * ones in between show that the best rate lies below the border for another reason.
 */
final class StableAboveBestRate {
    private static final String QUESTION =
            "Is training stable at learning rates just above the best%s?";

    private static final String SWEEP =
            "Train the best trial with 2, 5 and 10 times its learning rate and look at the loss of every step.";

    /** At 5 and 10 times the rate; that at twice is short. */
    private static final int TRAININGS = 2;

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
        Tried tried = Tried.of(basis, arm, rate(best.trial()));
        if (tried.above() < basis.thresholds().unstableTrials()) {
            return new NotKnown(
                    "%s above the best learning rate (%s), up to %s it; %d are needed to tell."
                            .formatted(
                                    tried.above() == 0
                                            ? "No trial lies"
                                            : Numbers.count(tried.above(), "trial")
                                                    + (tried.above() == 1 ? " lies" : " lie"),
                                    Numbers.text(rate(best.trial())),
                                    Numbers.text(basis.thresholds().unstableWithin()) + " times",
                                    basis.thresholds().unstableTrials()),
                    sweep(basis, best));
        }
        String sentence = tried.sentence(basis, rate(best.trial()));
        if (tried.unstable() < basis.thresholds().unstableShare() * tried.above()) {
            return new Good(sentence + ".");
        }
        if (tried.between() >= basis.thresholds().unstableTrials()) {
            return new Good(
                    "%s; but %d stable ones with rates in between are worse than the best, so instability does not bound it."
                            .formatted(sentence, tried.between()));
        }
        return tried.probability()
                        <= basis.thresholds().significance() / basis.outline().arms().size()
                ? new Problem(sentence + ".", Remedies.instability(basis, best.trial()))
                : new NotKnown(
                        sentence + ", which may be chance: so few were tried.", sweep(basis, best));
    }

    /** The command takes the best trial of all. */
    private static Remedy sweep(Basis basis, FeasibleTrial best) {
        return basis.results().best().filter(best::equals).isPresent()
                ? Remedy.of(SWEEP, basis.command("etude tune stability"), TRAININGS)
                : Remedy.of(SWEEP);
    }

    /**
     * What became of the trials above the best learning rate and of the others.
     *
     * @param above how many there are in reach, out of memory apart
     * @param unstable how many of them
     * @param between stable ones below the lowest unstable rate
     * @param others at or below the best rate
     * @param unstableOthers how many of them diverged or saw their loss rise; learning little is no
     *     instability of a small rate
     */
    private record Tried(int above, int unstable, int between, int others, int unstableOthers) {
        static Tried of(Basis basis, StudyResults arm, double best) {
            double end = best * basis.thresholds().unstableWithin();
            StudyResults above = arm.where(t -> rate(t) > best && rate(t) <= end);
            StudyResults others = arm.where(t -> rate(t) <= best);
            List<TrialRecord> ended = infeasible(above, reason -> reason.isInstability()).toList();
            List<TrialRecord> unstable =
                    Stream.concat(ended.stream(), risen(basis, above)).toList();
            double lowest =
                    unstable.stream().mapToDouble(StableAboveBestRate::rate).min().orElse(end);
            int diverged =
                    (int) infeasible(others, reason -> reason == Infeasible.Kind.DIVERGED).count();
            return new Tried(
                    above.feasible().size() + ended.size(),
                    unstable.size(),
                    (int)
                            above.feasible().stream()
                                    .filter(result -> rate(result.trial()) < lowest)
                                    .count(),
                    others.feasible().size() + diverged,
                    diverged + (int) risen(basis, others).count());
        }

        /** Those that are so for such a reason. */
        private static Stream<TrialRecord> infeasible(
                StudyResults trials, Predicate<Infeasible.Kind> kind) {
            return trials.infeasible().stream()
                    .filter(trial -> kind.test(trial.reason().kind()))
                    .map(InfeasibleTrial::trial);
        }

        private static Stream<TrialRecord> risen(Basis basis, StudyResults trials) {
            return trials.feasible().stream()
                    .map(FeasibleTrial::trial)
                    .filter(
                            trial ->
                                    TrainingLossFalls.rise(trial)
                                            .filter(
                                                    rise ->
                                                            rise.share()
                                                                    >= basis.thresholds()
                                                                            .lossRise())
                                            .isPresent());
        }

        /** That so many unstable ones lie above the best rate by chance. */
        double probability() {
            return new FisherExact(above + others, unstable + unstableOthers)
                    .atLeast(above, unstable);
        }

        String sentence(Basis basis, double best) {
            return "%d of %s with learning rates above %s, up to %s, and %d of the %d with that or lower ones diverged, learned little or saw the training loss rise"
                    .formatted(
                            unstable,
                            Numbers.count(above, "trial"),
                            Numbers.text(best),
                            Numbers.text(best * basis.thresholds().unstableWithin()),
                            unstableOthers,
                            others);
        }
    }

    private static double rate(TrialRecord trial) {
        return trial.learningRate().orElse(Double.NaN);
    }
}
