package etude.tuner.analysis.verdict;

import etude.tuner.analysis.result.Curve;
import etude.tuner.analysis.result.FeasibleTrial;
import etude.tuner.analysis.result.StudyResults;
import etude.tuner.analysis.statistics.LossRise;
import etude.tuner.analysis.statistics.Quantiles;
import etude.tuner.analysis.verdict.Answer.Good;
import etude.tuner.analysis.verdict.Answer.NotKnown;
import etude.tuner.record.TrialRecord;
import etude.tuner.text.Numbers;
import java.util.List;
import java.util.Optional;

/**
 * Playbook, "Examining the training curves": a training loss that rises during training usually
 * indicates a bug in the training pipeline; "Identifying unstable workloads": or instability.
 */
final class TrainingLossFalls {
    private TrainingLossFalls() {}

    static Answer answer(Basis basis) {
        List<FeasibleTrial> top = basis.top();
        List<FeasibleTrial> known = top.stream().filter(r -> rise(r.trial()).isPresent()).toList();
        if (known.isEmpty()) {
            return new NotKnown(
                    "No training loss was read for %s.".formatted(basis.name(top)),
                    "Set evaluation.train_examples, and evaluate at least 5 times.");
        }
        List<FeasibleTrial> risen = known.stream().filter(r -> rises(basis, r)).toList();
        if (risen.isEmpty()) {
            return new Good(
                    "It falls in the %s, rises below %s of the whole fall apart."
                            .formatted(
                                    basis.bestName(known.size()),
                                    Numbers.percent(basis.thresholds().lossRise())));
        }
        LossRise rise = rise(risen.get(0).trial()).orElseThrow();
        String sentence =
                "It rises in %s: in %s from %s to %s after %s of training."
                        .formatted(
                                basis.name(risen),
                                basis.name(risen.get(0)),
                                Numbers.text(rise.from()),
                                Numbers.text(rise.to()),
                                Numbers.percent(rise.at()));
        String advice =
                "Rule out a bug (order of examples, augmentation, learning rate schedule). "
                        + Remedies.instability(risen.get(0).trial());
        return Answer.concern(
                basis.leaders().stream().anyMatch(risen::contains), sentence, Remedy.of(advice));
    }

    private static boolean rises(Basis basis, FeasibleTrial result) {
        return rise(result.trial()).orElseThrow().share() >= basis.thresholds().lossRise();
    }

    /** The largest rise: of every step where they were read, else between evaluations. */
    static Optional<LossRise> rise(TrialRecord trial) {
        double[] losses = Quantiles.finite(trial.steps().losses());
        return losses.length > 0
                ? LossRise.of(losses)
                : LossRise.of(Curve.of(trial.evaluations(), StudyResults.TRAIN_LOSS).values());
    }
}
