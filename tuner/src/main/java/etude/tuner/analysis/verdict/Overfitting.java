package etude.tuner.analysis.verdict;

import etude.tuner.analysis.plot.PlotId;
import etude.tuner.analysis.result.Curve;
import etude.tuner.analysis.result.FeasibleTrial;
import etude.tuner.analysis.result.StudyResults;
import etude.tuner.analysis.statistics.Noise;
import etude.tuner.analysis.statistics.Quantiles;
import etude.tuner.analysis.verdict.Answer.Attention;
import etude.tuner.analysis.verdict.Answer.Good;
import etude.tuner.analysis.verdict.Answer.NotKnown;
import etude.tuner.analysis.verdict.Answer.Problem;
import etude.tuner.space.Hyperparameter;
import etude.tuner.space.Role;
import etude.tuner.text.Numbers;
import etude.tuner.text.Sentences;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Playbook, "Examining the training curves": problematic overfitting is a validation error that
 * starts to rise while training goes on improving, in the best trial of each arm and in any trial.
 * The end is the median of the last 3 evaluations, and a rise within two standard deviations of
 * noise between evaluations is none.
 */
final class Overfitting {
    private static final String BEST = "Does the best trial of each arm overfit?";
    private static final String RUN = "Does the run overfit?";
    private static final String ANY = "Does any trial overfit?";
    private static final int LAST = 3;
    private static final int FEWEST = 6;
    private static final double NOISE = 2;
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
        if (leaders.stream().noneMatch(Overfitting::measured)) {
            return new NotKnown(
                    "It needs 6 evaluations with %s, which %s has not."
                            .formatted(StudyResults.TRAIN_LOSS, basis.name(leaders)),
                    "Evaluate more often (evaluation.every) and set evaluation.train_examples.");
        }
        List<FeasibleTrial> bad = leaders.stream().filter(r -> overfits(basis, r)).toList();
        if (bad.isEmpty()) {
            return new Good(
                    "No: to the end, %s stays within %s of its best in %s."
                            .formatted(
                                    basis.wording().metric(),
                                    Numbers.percent(basis.thresholds().overfitting()),
                                    basis.name(leaders)));
        }
        String sentence = sentence(basis, bad);
        return regularizationIsTheQuestion(basis)
                ? new Attention(
                        sentence,
                        "Expected where regularization is the question: weak settings overfit. Compare them by their best steps.")
                : new Problem(
                        sentence,
                        basis.singleRun()
                                ? "Regularize (dropout, label_smoothing, weight_decay, dataset.augment) and run again."
                                : "Regularize (dropout, label_smoothing, weight_decay, dataset.augment) and run the study again before comparing.");
    }

    private static Answer any(Basis basis) {
        List<FeasibleTrial> all =
                basis.results().feasible().stream().filter(Overfitting::measured).toList();
        if (all.isEmpty()) {
            return new NotKnown(
                    "No trial has 6 evaluations with %s.".formatted(StudyResults.TRAIN_LOSS),
                    "Evaluate more often (evaluation.every).");
        }
        List<FeasibleTrial> bad = all.stream().filter(r -> overfits(basis, r)).toList();
        if (bad.isEmpty()) {
            return new Good("None of %s.".formatted(Numbers.count(all.size(), "trial")));
        }
        return new Attention(
                "%d of %s. %s"
                        .formatted(
                                bad.size(),
                                Numbers.count(all.size(), "trial"),
                                sentence(basis, bad.subList(0, 1))),
                "Choosing the best trial favours settings that train badly over these: check that the best learning rate is not low only because it regularizes, and add a regularizer.");
    }

    private static String sentence(Basis basis, List<FeasibleTrial> bad) {
        FeasibleTrial first = bad.get(0);
        return Sentences.start(
                "%s: %s rises from %s at step %d to %s at the end while %s falls."
                        .formatted(
                                basis.name(bad),
                                basis.wording().metric(),
                                basis.wording().value(first.cost()),
                                first.bestStep(),
                                basis.wording().value(end(first.costs())),
                                StudyResults.TRAIN_LOSS));
    }

    private static boolean measured(FeasibleTrial result) {
        return result.costs().size() >= FEWEST
                && result.curve(StudyResults.TRAIN_LOSS).size() >= FEWEST;
    }

    private static boolean overfits(Basis basis, FeasibleTrial result) {
        if (!measured(result)) {
            return false;
        }
        double end = end(result.costs());
        double noise = Noise.deviation(result.costs().after(result.totalSteps() / 2.0).values());
        Curve training = result.curve(StudyResults.TRAIN_LOSS);
        OptionalDouble atBest = training.at(result.bestStep());
        return basis.relative(end, result.cost()) >= basis.thresholds().overfitting()
                && end - result.cost() > NOISE * noise
                && atBest.isPresent()
                && end(training) < atBest.getAsDouble();
    }

    private static double end(Curve curve) {
        return Quantiles.median(
                Arrays.copyOfRange(curve.values(), curve.size() - LAST, curve.size()));
    }

    private static boolean regularizationIsTheQuestion(Basis basis) {
        return basis.outline().hyperparameters(Role.SCIENTIFIC).stream()
                .map(Hyperparameter::path)
                .anyMatch(path -> REGULARIZERS.stream().anyMatch(path::contains));
    }
}
