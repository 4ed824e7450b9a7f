package etude.tuner.analysis.verdict;

import etude.tuner.analysis.result.Curve;
import etude.tuner.analysis.result.FeasibleTrial;
import etude.tuner.analysis.statistics.Noise;
import etude.tuner.analysis.statistics.Quantiles;
import etude.tuner.analysis.verdict.Answer.Good;
import etude.tuner.analysis.verdict.Answer.NotKnown;
import etude.tuner.text.Numbers;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Playbook, "Examining the training curves": high step-to-step variance late in training makes the
 * last step a matter of luck.
 */
final class LateVariance {
    private static final int FEWEST = 5;

    /** The deviation from evaluation to evaluation, and that relative to the level. */
    private record Jump(FeasibleTrial trial, double deviation, double relative) {}

    private LateVariance() {}

    static Answer answer(Basis basis) {
        List<FeasibleTrial> leaders = basis.leaders();
        Optional<Jump> found =
                leaders.stream()
                        .flatMap(r -> jump(basis, r).stream())
                        .max(Comparator.comparingDouble(Jump::relative));
        if (found.isEmpty()) {
            return new NotKnown(
                    "There are fewer than %d evaluations in the last %s of training."
                            .formatted(FEWEST, Numbers.percent(basis.thresholds().lateShare())),
                    "Evaluate more often (evaluation.every).");
        }
        Jump jump = found.get();
        String sentence =
                "In %s it varies by %s (%s of its level) from one evaluation to the next in the last %s of training."
                        .formatted(
                                basis.name(jump.trial),
                                basis.wording().difference(jump.deviation),
                                Numbers.percent(jump.relative),
                                Numbers.percent(basis.thresholds().lateShare()));
        if (jump.relative < basis.thresholds().lateVarianceAttention()) {
            return new Good(sentence);
        }
        boolean problem = jump.relative >= basis.thresholds().lateVarianceProblem();
        return Answer.concern(problem, sentence, Remedy.of(Remedies.VARIANCE));
    }

    private static Optional<Jump> jump(Basis basis, FeasibleTrial result) {
        double from = (1 - basis.thresholds().lateShare()) * result.totalSteps();
        Curve late = result.costs().after(from);
        if (late.size() < FEWEST) {
            return Optional.empty();
        }
        double deviation = Noise.deviation(late.values());
        double level = Quantiles.median(late.values());
        return Optional.of(new Jump(result, deviation, basis.relative(level + deviation, level)));
    }
}
