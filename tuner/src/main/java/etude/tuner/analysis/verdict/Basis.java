package etude.tuner.analysis.verdict;

import etude.tuner.analysis.plot.Plots;
import etude.tuner.analysis.result.Curve;
import etude.tuner.analysis.result.FeasibleTrial;
import etude.tuner.analysis.result.StudyResults;
import etude.tuner.analysis.result.Wording;
import etude.tuner.analysis.statistics.Normal;
import etude.tuner.analysis.statistics.Retraining;
import etude.tuner.analysis.statistics.SamplingError;
import etude.tuner.space.Arm;
import etude.tuner.space.StudyOutline;
import etude.tuner.text.Numbers;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What verdicts are based on, and how they speak of it.
 *
 * @param singleRun whether this is no study but one run as its only trial
 */
public record Basis(
        StudyResults results, Plots plots, VerdictThresholds thresholds, boolean singleRun) {
    StudyOutline outline() {
        return results.study().outline();
    }

    /** A command about this study, as a shell takes it. */
    String command(String words) {
        return results.study().command(words);
    }

    /** What gives each arm so many trials in all: waiting, where more than that are planned. */
    Remedy moreTrials(int total) {
        int planned = outline().trialsPerArm();
        return total <= planned
                ? Remedy.of(
                        "Let the study finish its %s per arm."
                                .formatted(Numbers.count(planned, "trial")),
                        command("etude study run"),
                        (int) (results.study().trials().size() - results.study().ended()))
                : Remedy.of(
                        "Run more trials: %d per arm.".formatted(total),
                        command("etude study extend") + " --trials " + total,
                        (total - planned) * outline().arms().size());
    }

    Wording wording() {
        return Wording.of(results.study());
    }

    /** The best trial of each arm. */
    List<FeasibleTrial> leaders() {
        return best(1);
    }

    /** The best trials of each arm, as many as the thresholds say. */
    List<FeasibleTrial> top() {
        return best(thresholds.bestTrials());
    }

    private List<FeasibleTrial> best(int count) {
        return outline().arms().stream()
                .flatMap(arm -> results.ofArm(arm.index()).best(count).stream())
                .toList();
    }

    /**
     * By how much one cost is worse than another, relative to that; one example counts at least.
     */
    double relative(double worse, double better) {
        return (worse - better) / Math.max(Math.abs(better), resolution());
    }

    /** The smallest difference that the metric can show: one example, of a rate. */
    double resolution() {
        long examples = results.study().countedExamples().orElse(Long.MAX_VALUE);
        return wording().rate() ? 1.0 / examples : Double.MIN_NORMAL;
    }

    /** How bad a cost is: of an accuracy, the error. */
    double level(double cost) {
        return Math.abs(wording().rate() && !wording().less() ? 1 + cost : cost);
    }

    /**
     * By how much the costs of two trials differ by chance where both are this good, in 95 % of the
     * cases over all arms: the choice of validation examples, and the seeds where trials were run
     * again. 0 where nothing is known.
     */
    double noise(double cost) {
        return range(2, cost);
    }

    /**
     * Likewise, by how much the best and the worst of so many trials differ (Tukey's range).
     *
     * @param trials at least 2
     */
    double range(int trials, double cost) {
        double rate = level(cost);
        long examples = results.study().countedExamples().orElse(0);
        double sampling =
                wording().rate() && examples > 0 ? SamplingError.ofRate(rate, examples) : 0;
        double variance = sampling * sampling + Retraining.variance(reruns());
        double probability = thresholds.significance() / outline().arms().size();
        return Normal.rangeQuantile(1 - probability, trials) * Math.sqrt(variance);
    }

    private Collection<double[]> reruns() {
        return results.study().reruns().isEmpty()
                ? List.of()
                : results.study().trials().stream()
                        .map(trial -> results.reruns(trial).values())
                        .toList();
    }

    /** {@code In optimizer.name=adam, }, or nothing where there is one arm. */
    String in(Arm arm) {
        return outline().arms().size() < 2 ? "" : "In " + arm.label() + ", ";
    }

    /**
     * {@code trial 7}, {@code trials 3, 7}, or {@code this run}; with the arm of each where there
     * are several: {@code trial 7 (optimizer.name=adam)}.
     */
    String name(List<FeasibleTrial> trials) {
        if (singleRun) {
            return "this run";
        }
        String numbers = trials.stream().map(this::number).collect(Collectors.joining(", "));
        return (trials.size() == 1 ? "trial " : "trials ") + numbers;
    }

    private String number(FeasibleTrial trial) {
        List<Arm> arms = outline().arms();
        String number = String.valueOf(trial.trial().number());
        return arms.size() < 2
                ? number
                : "%s (%s)".formatted(number, arms.get(trial.trial().arm()).label());
    }

    String name(FeasibleTrial trial) {
        return name(List.of(trial));
    }

    /**
     * {@code best trial}, {@code best 3 trials}, {@code best 6 trials of all arms} or {@code run}.
     */
    String bestName(int trials) {
        if (singleRun) {
            return "run";
        }
        return (trials == 1 ? "best trial" : "best %d trials".formatted(trials))
                + (outline().arms().size() < 2 || trials == 1 ? "" : " of all arms");
    }

    /**
     * Whether the best trial is better than a constant prediction; where nobody knows what that
     * reaches, it is taken to be.
     */
    boolean learned() {
        double best = results.best().orElseThrow().cost();
        return Chance.of(this).stream()
                .allMatch(chance -> chance.isBeatenBy(best) || chance.isFarFrom(best, thresholds));
    }

    /** The answer to what can only be asked of a model that has learned something. */
    Answer nothingLearned() {
        return new Answer.NotKnown(
                "%s learned nothing that a constant prediction does not know, so its curves tell nothing here."
                        .formatted(singleRun ? "The run has" : "The best trial has"),
                "First see why the result is no better than chance.");
    }

    /** Whether the targets are numbers. */
    boolean isRegression() {
        return results.study().data().classes().isEmpty()
                && !isLanguageModel()
                && (measures("mean_absolute_error")
                        || wording().metric().endsWith("absolute_error"));
    }

    /** Whether the targets are several labels: there are errors, and no classes or tokens. */
    boolean isOfLabels() {
        return results.study().data().classes().isEmpty()
                && !isLanguageModel()
                && results.study().data().constant().keySet().stream()
                        .anyMatch(metric -> metric.endsWith("/error_rate"));
    }

    /** Whether the targets are tokens. */
    boolean isLanguageModel() {
        return results.study().data().classes().isEmpty() && measures("perplexity");
    }

    private boolean measures(String kind) {
        return results.feasible().stream()
                .flatMap(trial -> trial.trial().evaluations().stream().limit(1))
                .flatMap(evaluation -> evaluation.metrics().keySet().stream())
                .anyMatch(metric -> metric.endsWith("/" + kind));
    }

    /**
     * The loss that is measured beside an objective that only counts; empty for other objectives.
     */
    Optional<String> lossName() {
        String metric = wording().metric();
        int slash = metric.indexOf('/');
        return wording().rate() && slash > 0
                ? Optional.of(metric.substring(0, slash) + "/loss")
                : Optional.empty();
    }

    /** The curve of that loss, where it was measured. */
    Optional<Curve> lossBesides(FeasibleTrial trial) {
        return lossName().map(trial::curve).filter(curve -> curve.size() > 0);
    }
}
