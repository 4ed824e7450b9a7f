package etude.tuner.analysis.verdict;

import etude.tuner.analysis.plot.PlotId;
import etude.tuner.analysis.result.Curve;
import etude.tuner.analysis.result.FeasibleTrial;
import etude.tuner.analysis.result.StudyResults;
import etude.tuner.analysis.verdict.Answer.Attention;
import etude.tuner.analysis.verdict.Answer.Good;
import etude.tuner.analysis.verdict.Answer.NotKnown;
import etude.tuner.analysis.verdict.Answer.Problem;
import etude.tuner.space.Hyperparameter;
import etude.tuner.space.Role;
import etude.tuner.text.Numbers;
import etude.tuner.text.Sentences;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Playbook, "Examining the training curves": problematic overfitting is a validation error that
 * starts to rise while training goes on improving, in the best trial of each arm and in any trial.
 * A trial at chance has nothing to lose, and an error that jumps while the validation loss does not
 * rise is no overfitting.
 */
final class Overfitting {
    private static final String BEST = "Does the best trial of each arm overfit?";
    private static final String RUN = "Does the run overfit?";
    private static final String ANY = "Does any trial overfit?";
    private static final int FEWEST = 6;
    private static final Set<String> REGULARIZERS =
            Set.of("dropout", "label_smoothing", "weight_decay", "augment");

    private Overfitting() {}

    static List<Verdict> ask(Basis basis) {
        Answer leaders = leaders(basis);
        return basis.singleRun()
                ? List.of(new Verdict(Topic.OVERFITTING, RUN, leaders, PlotId.TRAINING_CURVES))
                : List.of(
                        new Verdict(Topic.OVERFITTING, BEST, leaders, PlotId.TRAINING_CURVES),
                        new Verdict(Topic.OVERFITTING, ANY, any(basis), PlotId.TRAINING_CURVES));
    }

    private static Answer leaders(Basis basis) {
        List<FeasibleTrial> leaders = basis.leaders();
        List<FeasibleTrial> known = leaders.stream().filter(Overfitting::measured).toList();
        if (known.isEmpty()) {
            return new NotKnown(
                    "It needs %d evaluations with %s, which %s %s not."
                            .formatted(
                                    FEWEST,
                                    StudyResults.TRAIN_LOSS,
                                    basis.name(leaders),
                                    leaders.size() == 1 ? "has" : "have"),
                    "Evaluate more often (evaluation.every) and set evaluation.train_examples.");
        }
        List<FeasibleTrial> bad = overfitting(basis, known);
        if (bad.isEmpty()) {
            return new Good(
                    "No: to the end of %s, %s does not rise beyond %s of its best and the noise of its evaluations."
                            .formatted(
                                    basis.name(known),
                                    basis.wording().metric(),
                                    Numbers.percent(basis.thresholds().overfitting())));
        }
        String sentence = sentence(basis, bad, known.size());
        return regularizationIsTheQuestion(basis)
                ? new Attention(
                        sentence,
                        "Expected where regularization is the question: weak settings overfit. Compare them by their best steps.")
                : new Problem(
                        sentence,
                        "Regularize (dropout, label_smoothing, weight_decay, of images dataset.augment) and "
                                + (basis.singleRun()
                                        ? "run again."
                                        : "run the study again before comparing."));
    }

    private static Answer any(Basis basis) {
        List<FeasibleTrial> all =
                basis.results().feasible().stream().filter(Overfitting::measured).toList();
        if (all.isEmpty()) {
            return new NotKnown(
                    "No trial has %d evaluations with %s."
                            .formatted(FEWEST, StudyResults.TRAIN_LOSS),
                    "Evaluate more often (evaluation.every) and set evaluation.train_examples.");
        }
        List<FeasibleTrial> bad = overfitting(basis, all);
        if (bad.isEmpty()) {
            return new Good("None of %s.".formatted(Numbers.count(all.size(), "trial")));
        }
        return new Attention(
                "%d of %s. %s"
                        .formatted(
                                bad.size(),
                                Numbers.count(all.size(), "trial"),
                                sentence(basis, bad.subList(0, 1), all.size())),
                "Choosing the best trial favours settings that train badly over these: check that the best learning rate is not low only because it regularizes, and add a regularizer.");
    }

    private static String sentence(Basis basis, List<FeasibleTrial> bad, int questions) {
        FeasibleTrial first = bad.get(0);
        ValidationRise rise = ValidationRise.of(basis, first, questions);
        Curve training = first.curve(StudyResults.TRAIN_LOSS);
        return Sentences.start(
                "%s%s rises from %s at step %d to %s at the end, where noise explains %s, while %s falls to %s."
                        .formatted(
                                bad.size() == 1
                                        ? basis.name(first) + ": "
                                        : "%s; in %s "
                                                .formatted(basis.name(bad), basis.name(first)),
                                basis.wording().metric(),
                                basis.wording().value(rise.best()),
                                first.bestStep(),
                                basis.wording().value(rise.end()),
                                basis.wording().difference(rise.noise()),
                                StudyResults.TRAIN_LOSS,
                                Numbers.text(training.values()[training.size() - 1])));
    }

    private static boolean measured(FeasibleTrial result) {
        return result.costs().size() >= FEWEST
                && result.curve(StudyResults.TRAIN_LOSS).size() >= FEWEST;
    }

    /** Those of some trials, asked together, that overfit. */
    static List<FeasibleTrial> overfitting(Basis basis, List<FeasibleTrial> trials) {
        return trials.stream()
                .filter(Overfitting::measured)
                .filter(result -> overfits(basis, result, trials.size()))
                .toList();
    }

    private static boolean overfits(Basis basis, FeasibleTrial result, int questions) {
        Curve training = result.curve(StudyResults.TRAIN_LOSS);
        OptionalDouble atBest = training.at(result.bestStep());
        Optional<Chance> chance = Chance.of(basis);
        return atBest.isPresent()
                && ValidationRise.of(training, questions).end() < atBest.getAsDouble()
                && chance.stream().allMatch(c -> c.isFarFrom(result.cost(), basis.thresholds()))
                && ValidationRise.of(basis, result, questions)
                        .isAtLeast(basis.thresholds().overfitting(), basis.resolution())
                && lossRises(basis, result, questions);
    }

    /** The loss feels what the error rate only counts. */
    private static boolean lossRises(Basis basis, FeasibleTrial result, int questions) {
        Optional<Curve> loss = basis.lossBesides(result);
        if (loss.isEmpty()) {
            return true;
        }
        ValidationRise rise = ValidationRise.of(loss.get(), questions);
        OptionalDouble atBest = loss.get().at(result.bestStep());
        return atBest.isPresent() && rise.end() - atBest.getAsDouble() > rise.noise();
    }

    private static boolean regularizationIsTheQuestion(Basis basis) {
        return basis.outline().hyperparameters(Role.SCIENTIFIC).stream()
                .map(Hyperparameter::path)
                .anyMatch(path -> REGULARIZERS.stream().anyMatch(path::contains));
    }
}
