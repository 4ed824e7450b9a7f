package etude.tuner.analysis.verdict;

import etude.trainer.run.RunFacts;
import etude.trainer.run.WholeValidation;
import etude.trainer.run.WholeValidation.Checkpoint;
import etude.tuner.analysis.plot.PlotId;
import etude.tuner.analysis.result.FeasibleTrial;
import etude.tuner.analysis.statistics.Normal;
import etude.tuner.analysis.statistics.SamplingError;
import etude.tuner.analysis.statistics.WholeSample;
import etude.tuner.analysis.verdict.Answer.Attention;
import etude.tuner.analysis.verdict.Answer.Good;
import etude.tuner.analysis.verdict.Answer.NotKnown;
import etude.tuner.analysis.verdict.Answer.Problem;
import etude.tuner.text.Numbers;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Playbook, "Choosing a sample for periodic evaluation": there must be no skew between the sample
 * that evaluations use and the whole validation set, and the sample must not be so small that noise
 * decides. Asked of runs and studies whose evaluations use a sample.
 */
final class SampledValidation {
    private static final String RUN =
            "Does the sample of validation examples stand for all of them?";

    private final Basis basis;
    private final List<Candidate> candidates;
    private final List<WholeValidation> measured;

    /**
     * What is chosen among: the kept checkpoints of a run, or the trials of a study, each by its
     * checkpoint that the sample puts first.
     */
    private record Candidate(String name, Checkpoint checkpoint) {}

    private SampledValidation(
            Basis basis, List<Candidate> candidates, List<WholeValidation> measured) {
        this.basis = basis;
        this.candidates = candidates;
        this.measured = measured;
    }

    static List<Verdict> ask(Basis basis) {
        RunFacts.Data data = basis.results().study().data();
        int sample = data.evaluatedExamples().orElse(0);
        if (sample == 0 || sample >= data.validationExamples().orElse(0)) {
            return List.of();
        }
        return List.of(
                new Verdict(
                        Topic.SAMPLE,
                        RUN,
                        of(basis).map(SampledValidation::answer).orElseGet(() -> unknown(basis)),
                        PlotId.TRAINING_CURVES));
    }

    private static Answer unknown(Basis basis) {
        return new NotKnown(
                "No checkpoint was evaluated with %s on all validation examples."
                        .formatted(basis.wording().metric()),
                "Runs do so at their end, for the metric that ranks their checkpoints; of an earlier one `etude evaluate RUN --split validation` tells it.");
    }

    private static Optional<SampledValidation> of(Basis basis) {
        List<Candidate> candidates =
                basis.results().feasible().stream()
                        .flatMap(trial -> candidates(basis, trial))
                        .toList();
        List<WholeValidation> measured =
                basis.results().feasible().stream()
                        .flatMap(trial -> whole(basis, trial).stream())
                        .toList();
        return candidates.isEmpty()
                ? Optional.empty()
                : Optional.of(new SampledValidation(basis, candidates, measured));
    }

    private static Optional<WholeValidation> whole(Basis basis, FeasibleTrial trial) {
        return trial.trial()
                .whole()
                .filter(whole -> whole.metric().equals(basis.wording().metric()))
                .filter(whole -> !whole.checkpoints().isEmpty());
    }

    private static Stream<Candidate> candidates(Basis basis, FeasibleTrial trial) {
        Stream<Checkpoint> checkpoints =
                whole(basis, trial).stream()
                        .flatMap(whole -> whole.checkpoints().stream())
                        .filter(one -> Double.isFinite(one.sample()))
                        .filter(one -> Double.isFinite(one.whole()));
        return basis.singleRun()
                ? checkpoints.map(one -> new Candidate("step " + one.step(), one))
                : checkpoints
                        .min(Comparator.comparingDouble(one -> basis.results().cost(one.sample())))
                        .map(one -> new Candidate(basis.name(trial), one))
                        .stream();
    }

    private Answer answer() {
        Candidate bySample = first(Checkpoint::sample);
        Candidate byWhole = first(Checkpoint::whole);
        double lost = cost(bySample, Checkpoint::whole) - cost(byWhole, Checkpoint::whole);
        if (lost > chance(bySample, byWhole)) {
            return new Problem(
                    "The sample puts %s first, of all examples %s is better by %s, where chance explains %s. %s"
                            .formatted(
                                    bySample.name(),
                                    byWhole.name(),
                                    basis.wording().difference(lost),
                                    basis.wording().difference(chance(bySample, byWhole)),
                                    ranking()),
                    "Take %s, and set evaluation.validation_examples: all, or a larger sample, before comparing again."
                            .formatted(byWhole.name()));
        }
        String choice =
                bySample.equals(byWhole)
                        ? "%s is first by both".formatted(bySample.name())
                        : "it puts %s first, all put %s, better by %s, where chance explains %s"
                                .formatted(
                                        bySample.name(),
                                        byWhole.name(),
                                        basis.wording().difference(lost),
                                        basis.wording().difference(chance(bySample, byWhole)));
        double skew = skew();
        double noise = skewNoise();
        if (Math.abs(skew) > noise) {
            return new Attention(
                    "%s, more than the choice of a sample explains (%s): values on it are too %s. %s; %s"
                            .formatted(
                                    difference(skew),
                                    basis.wording().difference(noise),
                                    basis.wording().less() == (skew < 0) ? "good" : "bad",
                                    choice,
                                    ranking()),
                    "Judge by all examples at the end, and take a larger sample (evaluation.validation_examples), or another one (dataset.split_seed, which divides the data anew as well).");
        }
        return new Good(
                "Yes: %s, where the choice of the sample explains %s. Of %s %s; %s"
                        .formatted(
                                difference(skew),
                                basis.wording().difference(noise),
                                Numbers.count(
                                        candidates.size(),
                                        basis.singleRun() ? "kept checkpoint" : "trial"),
                                choice,
                                ranking()));
    }

    private Candidate first(ToDoubleFunction<Checkpoint> value) {
        return candidates.stream()
                .min(Comparator.comparingDouble(one -> cost(one, value)))
                .orElseThrow();
    }

    private double cost(Candidate candidate, ToDoubleFunction<Checkpoint> value) {
        return basis.results().cost(value.applyAsDouble(candidate.checkpoint()));
    }

    /**
     * By how much the best by the whole is better than another by chance alone: it is the best of
     * all, so that each comparison has its share of the errors.
     */
    private double chance(Candidate one, Candidate other) {
        List<Double> blocks = one.checkpoint().blocks();
        double error = WholeSample.ofDifference(blocks, other.checkpoint().blocks());
        double share = basis.thresholds().significance() / 2;
        double probability = 1 - share / Math.max(1, candidates.size() - 1);
        return blocks.size() < 3
                ? Double.POSITIVE_INFINITY
                : Normal.student(probability, blocks.size() - 1.0) * error;
    }

    /**
     * Sample less whole at the last checkpoints, which nothing chose, in the mean: the sample is
     * the same in all of them.
     */
    private double skew() {
        return WholeSample.mean(
                lasts().mapToDouble(last -> last.sample() - last.whole()).toArray());
    }

    private Stream<Checkpoint> lasts() {
        return measured.stream()
                .map(whole -> whole.checkpoints().get(whole.checkpoints().size() - 1));
    }

    /** As if all trials got the same examples right, which is the most. */
    private double skewNoise() {
        WholeValidation any = measured.get(0);
        double error = WholeSample.mean(lasts().mapToDouble(this::error).toArray());
        double quantile = Normal.quantile(1 - basis.thresholds().significance() / 4);
        return quantile * WholeSample.standardError(error, any.sampleExamples(), any.examples());
    }

    private double error(Checkpoint last) {
        boolean counted = basis.results().study().countedExamples().isPresent();
        return basis.wording().rate() && counted
                ? SamplingError.ofRate(last.whole(), measured.get(0).examples())
                : last.standardError();
    }

    private String difference(double skew) {
        WholeValidation any = measured.get(0);
        return "%s %s on the sample of %d is %s %s than on all %d validation examples"
                .formatted(
                        basis.singleRun()
                                ? "at the last checkpoint"
                                : "at the last checkpoints, in the mean,",
                        any.metric(),
                        any.sampleExamples(),
                        basis.wording().difference(Math.abs(skew)),
                        skew < 0 ? "less" : "more",
                        any.examples());
    }

    private String ranking() {
        int count = candidates.size();
        int inversions =
                WholeSample.inversions(
                        candidates.stream()
                                .mapToDouble(one -> cost(one, Checkpoint::sample))
                                .toArray(),
                        candidates.stream()
                                .mapToDouble(one -> cost(one, Checkpoint::whole))
                                .toArray());
        return inversions == 0
                ? "both rank them alike."
                : "%d of %d pairs change their order."
                        .formatted(inversions, count * (count - 1) / 2);
    }
}
