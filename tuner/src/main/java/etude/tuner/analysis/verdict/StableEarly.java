package etude.tuner.analysis.verdict;

import etude.tuner.analysis.result.FeasibleTrial;
import etude.tuner.analysis.statistics.EarlySpike;
import etude.tuner.analysis.verdict.Answer.Good;
import etude.tuner.analysis.verdict.Answer.NotKnown;
import etude.tuner.analysis.verdict.Answer.Problem;
import etude.tuner.text.Numbers;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Playbook, Figure 5: early instability followed by recovery makes training slow, and evaluations
 * at the usual steps miss it.
 */
final class StableEarly {
    private StableEarly() {}

    /** A trial and the highest point of its first steps. */
    private record Start(FeasibleTrial trial, EarlySpike spike) {
        boolean wasEvaluated() {
            return trial.trial().evaluations().stream()
                    .anyMatch(e -> e.step() >= spike.from() && e.step() <= spike.to());
        }
    }

    static Answer answer(Basis basis) {
        List<FeasibleTrial> top = basis.top();
        List<Start> known = top.stream().flatMap(trial -> start(basis, trial).stream()).toList();
        if (known.isEmpty()) {
            return new NotKnown(
                    "The steps of %s were not read.".formatted(basis.name(top)), stability(basis));
        }
        Optional<Start> unstable =
                known.stream()
                        .filter(start -> start.spike.reaches(basis.thresholds().earlyRise()))
                        .findFirst();
        if (unstable.isEmpty()) {
            return new Good(
                    "In the %s the loss of the first %d steps stays below %s times its start, noise apart."
                            .formatted(
                                    basis.bestName(known.size()),
                                    basis.thresholds().earlySteps(),
                                    Numbers.text(basis.thresholds().earlyRise())));
        }
        FeasibleTrial worst = unstable.get().trial;
        EarlySpike spike = unstable.get().spike;
        return new Problem(
                "The loss of %s rose from %s to %s at step %d; %s."
                        .formatted(
                                basis.name(worst),
                                Numbers.text(spike.start()),
                                Numbers.text(spike.peak()),
                                spike.peakStep(),
                                unstable.get().wasEvaluated()
                                        ? "an evaluation ran while it was high"
                                        : "no evaluation ran from step %d to %d, while it was high"
                                                .formatted(spike.from(), spike.to())),
                Remedies.instability(basis, worst.trial()));
    }

    private static Remedy stability(Basis basis) {
        String text =
                "Keep steps.bin of the run, or train 500 steps at twice the learning rate, evaluated at every step.";
        return basis.singleRun()
                ? Remedy.of(text)
                : new Remedy(
                        text,
                        Optional.of(basis.command("etude tune stability")),
                        OptionalInt.empty());
    }

    private static Optional<Start> start(Basis basis, FeasibleTrial trial) {
        return EarlySpike.of(
                        trial.trial().steps().losses(),
                        basis.thresholds().earlySteps(),
                        Chance.ofTrainingLoss(basis).orElse(0))
                .map(spike -> new Start(trial, spike));
    }
}
