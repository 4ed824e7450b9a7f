package etude.tuner.analysis.verdict;

import etude.tuner.analysis.result.Curve;
import etude.tuner.analysis.result.FeasibleTrial;
import etude.tuner.analysis.statistics.Noise;
import etude.tuner.analysis.statistics.Quantiles;
import etude.tuner.analysis.statistics.SamplingError;
import etude.tuner.analysis.verdict.Answer.Good;
import etude.tuner.analysis.verdict.Answer.NotKnown;
import etude.tuner.text.Numbers;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Playbook, "Examining the training curves": high step-to-step variance late in training makes the
 * last step a matter of luck. Of an error rate it matters where it exceeds the sampling error of
 * the validation set, which blurs every comparison anyway.
 */
final class LateVariance {
    private static final int FEWEST = 5;

    /**
     * The deviation from evaluation to evaluation.
     *
     * @param error the sampling error of the validation set; 0 where it is not known
     * @param measure the deviation relative to that, else to the level
     */
    private record Jump(FeasibleTrial trial, double deviation, double error, double measure) {}

    private LateVariance() {}

    static Answer answer(Basis basis) {
        if (!basis.learned()) {
            return basis.nothingLearned();
        }
        List<FeasibleTrial> leaders = basis.leaders();
        Optional<Jump> found =
                leaders.stream()
                        .flatMap(r -> jump(basis, r).stream())
                        .max(Comparator.comparingDouble(Jump::measure));
        String late = Numbers.percent(basis.thresholds().lateShare());
        if (found.isEmpty()) {
            return new NotKnown(
                    "There are fewer than %d evaluations in the last %s of training."
                            .formatted(FEWEST, late),
                    "Evaluate more often (evaluation.every).");
        }
        Jump jump = found.get();
        String sentence =
                "In %s it varies by %s from one evaluation to the next in the last %s of training, %s."
                        .formatted(
                                basis.name(jump.trial),
                                basis.wording().difference(jump.deviation),
                                late,
                                jump.error > 0
                                        ? "where the validation set resolves %s (one standard error)"
                                                .formatted(basis.wording().difference(jump.error))
                                        : Numbers.percent(jump.measure) + " of its level");
        VerdictThresholds thresholds = basis.thresholds();
        double attention =
                jump.error > 0
                        ? thresholds.lateVarianceErrors()
                        : thresholds.lateVarianceAttention();
        double problem = // twice as much
                jump.error > 0 ? 2 * attention : thresholds.lateVarianceProblem();
        return jump.measure < attention
                ? new Good(sentence)
                : Answer.concern(jump.measure >= problem, sentence, Remedy.of(Remedies.VARIANCE));
    }

    private static Optional<Jump> jump(Basis basis, FeasibleTrial result) {
        double from = (1 - basis.thresholds().lateShare()) * result.totalSteps();
        Curve late = result.costs().after(from);
        if (late.size() < FEWEST) {
            return Optional.empty();
        }
        double deviation = Noise.deviation(late.values());
        double level = Quantiles.median(late.values());
        OptionalLong examples = basis.results().study().countedExamples();
        if (basis.wording().rate() && examples.isPresent()) {
            // one example that flips is not resolved, however good the level
            double rate = Math.max(Math.abs(level), basis.resolution());
            double error = SamplingError.ofRate(Math.min(rate, 0.5), examples.getAsLong());
            return Optional.of(new Jump(result, deviation, error, deviation / error));
        }
        return Optional.of(
                new Jump(result, deviation, 0, basis.relative(level + deviation, level)));
    }
}
