package etude.tuner.analysis.verdict;

import etude.tuner.analysis.result.Curve;
import etude.tuner.analysis.result.FeasibleTrial;
import etude.tuner.analysis.result.StudyResults;
import etude.tuner.analysis.statistics.Normal;
import etude.tuner.analysis.statistics.SamplingError;
import etude.tuner.record.StudyRecord;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What can be reached without looking at the inputs: the most frequent class for an error rate, the
 * frequencies of the labels for a loss, the mean for a squared error.
 *
 * @param value that it reaches in the objective
 * @param words how, for a sentence
 * @param luck how much better the best of all evaluations would be by chance, in one study of
 *     twenty
 * @param classes how many there are, for an error rate; else 0
 */
record Chance(double value, String words, double luck, int classes) {
    private static final double ALPHA = 0.05;

    /** Where less is better, and the data or the classes tell. */
    static Optional<Chance> of(Basis basis) {
        StudyRecord study = basis.results().study();
        String metric = basis.wording().metric();
        if (!basis.wording().less()) {
            return Optional.empty();
        }
        Optional<Double> recorded = Optional.ofNullable(study.data().constant().get(metric));
        int classes = study.data().classes().orElse(0);
        return recorded.map(value -> chance(basis, value, words(basis), classes))
                .or(() -> guessing(basis, metric, classes));
    }

    private static Optional<Chance> guessing(Basis basis, String metric, int classes) {
        boolean rate = metric.endsWith("error_rate");
        if (classes < 2 || !(rate || metric.endsWith("loss"))) {
            return Optional.empty();
        }
        return Optional.of(
                chance(
                        basis,
                        rate ? 1 - 1.0 / classes : Math.log(classes),
                        "guessing among %d classes, taken to be equally frequent for want of their counts,"
                                .formatted(classes),
                        classes));
    }

    private static Chance chance(Basis basis, double value, String words, int classes) {
        boolean rate = basis.wording().rate();
        long examples = basis.results().study().data().evaluatedExamples().orElse(0);
        long tries =
                basis.results().feasible().stream().mapToLong(trial -> trial.costs().size()).sum();
        double error = 0;
        if (examples > 0) {
            error =
                    rate && basis.results().study().countedExamples().isPresent()
                            ? SamplingError.ofRate(value, examples)
                            : value * Math.sqrt(2.0 / examples); // of a mean of normal squares
        }
        return new Chance(
                value,
                words,
                -Normal.quantile(ALPHA / Math.max(1, tries)) * error,
                rate ? classes : 0);
    }

    private static String words(Basis basis) {
        String metric = basis.wording().metric();
        if (basis.results().study().data().classes().isPresent()) {
            return basis.wording().rate()
                    ? "always naming the most frequent class"
                    : "predicting how frequent each class is";
        }
        if (basis.isLanguageModel()) {
            return basis.wording().rate()
                    ? "always naming the most frequent token"
                    : "predicting how frequent each token is";
        }
        if (basis.isOfLabels()) {
            return basis.wording().rate()
                    ? "always naming the labels that most examples have"
                    : "predicting how frequent each label is";
        }
        return metric.endsWith("mean_absolute_error")
                ? "predicting the median"
                : "predicting the mean";
    }

    /** The share of the way from here to perfection: Cohen's kappa of a rate, R2 of squares. */
    double skill(double cost) {
        return (value - cost) / Math.max(Math.abs(value), Double.MIN_NORMAL);
    }

    /** Whether luck does not explain the value. */
    boolean isBeatenBy(double cost) {
        return cost < value - luck;
    }

    /** Whether the value is much better, by the thresholds, luck or not. */
    boolean isFarFrom(double cost, VerdictThresholds thresholds) {
        return skill(cost) >= thresholds.chanceSkill()
                || (1 - cost) * classes >= thresholds.chanceFactor();
    }

    /** What a constant prediction reaches in the training loss, where that is known. */
    static OptionalDouble ofTrainingLoss(Basis basis) {
        StudyRecord study = basis.results().study();
        Double recorded = study.data().constant().get(StudyResults.TRAIN_LOSS);
        if (recorded != null) {
            return OptionalDouble.of(recorded);
        }
        int classes = study.data().classes().orElse(0);
        return classes < 2 ? OptionalDouble.empty() : OptionalDouble.of(Math.log(classes));
    }

    /** Whether a trial's training loss ends below so much of what a constant prediction reaches. */
    static boolean isFitted(Basis basis, FeasibleTrial trial, double share) {
        OptionalDouble constant = ofTrainingLoss(basis);
        Curve training = trial.curve(StudyResults.TRAIN_LOSS);
        return constant.isPresent()
                && training.size() > 0
                && training.values()[training.size() - 1] < share * constant.getAsDouble();
    }
}
