package etude.tuner.analysis.verdict;

import etude.tuner.analysis.result.FeasibleTrial;
import etude.tuner.analysis.statistics.EarlySpike;
import etude.tuner.analysis.verdict.Answer.Good;
import etude.tuner.analysis.verdict.Answer.NotKnown;
import etude.tuner.analysis.verdict.Answer.Problem;
import etude.tuner.text.Numbers;
import java.util.List;
import java.util.Optional;

/**
 * Playbook, Figure 5: early instability followed by recovery makes training slow, and evaluations
 * at the usual steps miss it.
 */
final class StableEarly {
    private StableEarly() {}

    static Answer answer(Basis basis) {
        List<FeasibleTrial> top = basis.top();
        List<FeasibleTrial> known = top.stream().filter(r -> spike(basis, r).isPresent()).toList();
        if (known.isEmpty()) {
            return new NotKnown(
                    "The steps of %s were not read.".formatted(basis.name(top)),
                    "Keep steps.bin of the run, or train 500 steps at twice the learning rate with evaluation.every=1.");
        }
        List<FeasibleTrial> unstable = known.stream().filter(r -> high(basis, r)).toList();
        if (unstable.isEmpty()) {
            return new Good(
                    "The loss of the first %d steps stays below %s times its start in the %s."
                            .formatted(
                                    basis.thresholds().earlySteps(),
                                    Numbers.text(basis.thresholds().earlyRise()),
                                    basis.bestName(known.size())));
        }
        FeasibleTrial worst = unstable.get(0);
        EarlySpike spike = spike(basis, worst).orElseThrow();
        return new Problem(
                "The loss of %s rose from %s to %s at step %d; %s."
                        .formatted(
                                basis.name(worst),
                                Numbers.text(spike.start()),
                                Numbers.text(spike.peak()),
                                spike.peakStep(),
                                seen(worst, spike)
                                        ? "an evaluation ran while it was high"
                                        : "no evaluation ran from step %d to %d, while it was high"
                                                .formatted(spike.from(), spike.to())),
                Remedies.instability(worst.trial()));
    }

    private static Optional<EarlySpike> spike(Basis basis, FeasibleTrial result) {
        return EarlySpike.of(result.trial().steps().losses(), basis.thresholds().earlySteps());
    }

    private static boolean high(Basis basis, FeasibleTrial result) {
        EarlySpike spike = spike(basis, result).orElseThrow();
        return spike.peak() >= basis.thresholds().earlyRise() * spike.start();
    }

    private static boolean seen(FeasibleTrial result, EarlySpike spike) {
        return result.trial().evaluations().stream()
                .anyMatch(e -> e.step() >= spike.from() && e.step() <= spike.to());
    }
}
