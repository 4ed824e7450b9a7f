package etude.tuner.analysis.verdict;

import etude.tuner.analysis.result.FeasibleTrial;
import etude.tuner.analysis.statistics.Periodicity;
import etude.tuner.analysis.verdict.Answer.Good;
import etude.tuner.analysis.verdict.Answer.NotKnown;
import etude.tuner.analysis.verdict.Answer.Problem;
import etude.tuner.text.Numbers;
import etude.tuner.text.Shell;
import java.util.List;
import java.util.Optional;

/**
 * Playbook, "Setting up periodic evaluations": a period in a validation metric can mean that
 * validation and training examples overlap or that training examples are not properly shuffled.
 */
final class PeriodicMetric {
    private PeriodicMetric() {}

    static Answer answer(Basis basis) {
        int needed = basis.thresholds().periodicEvaluations();
        List<FeasibleTrial> known =
                basis.leaders().stream().filter(r -> r.costs().size() >= needed).toList();
        if (known.isEmpty()) {
            return new NotKnown(
                    "A period needs %d evaluations to be seen; %s has %d."
                            .formatted(
                                    needed,
                                    basis.name(basis.leaders().get(0)),
                                    basis.leaders().get(0).costs().size()),
                    "Evaluate more often (evaluation.every).");
        }
        for (FeasibleTrial trial : known) {
            Optional<Periodicity> period =
                    Periodicity.of(trial.costs().values(), basis.thresholds().periodicity());
            if (period.isPresent()) {
                return problem(basis, trial, period.get());
            }
        }
        return new Good(
                "No period in %d evaluations of %s."
                        .formatted(known.get(0).costs().size(), basis.name(known)));
    }

    private static Answer problem(Basis basis, FeasibleTrial trial, Periodicity period) {
        long[] steps = trial.costs().steps();
        double every = (double) (steps[steps.length - 1] - steps[0]) / (steps.length - 1);
        return new Problem(
                "In %s it repeats every %s evaluations (about %d steps): each half of training foretells the other with correlation %s."
                        .formatted(
                                basis.name(trial),
                                Numbers.text(Math.round(10 * period.period()) / 10.0),
                                Math.round(period.period() * every),
                                Numbers.text(period.correlation())),
                "Check that training examples are shuffled anew each epoch and that none is in the validation set%s; if the period is that of the learning rate schedule, it is harmless."
                        .formatted(
                                trial.trial()
                                        .config()
                                        .map(
                                                config ->
                                                        " (etude data inspect %s)"
                                                                .formatted(
                                                                        Shell.word(
                                                                                config.toString())))
                                        .orElse("")));
    }
}
