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
    /** Below this share of a constant prediction's loss, training has worked. */
    private static final double FITTED = 0.1;

    private TrainingLossFalls() {}

    /** A trial and the largest rise of its training loss. */
    private record Course(FeasibleTrial trial, LossRise rise) {}

    static Answer answer(Basis basis) {
        List<FeasibleTrial> top = basis.top();
        List<Course> known =
                top.stream()
                        .flatMap(r -> rise(r.trial()).map(rise -> new Course(r, rise)).stream())
                        .toList();
        if (known.isEmpty()) {
            return new NotKnown(
                    "No training loss was read for %s.".formatted(basis.name(top)),
                    "Set evaluation.train_examples, and evaluate at least 5 times.");
        }
        List<Course> risen =
                known.stream()
                        .filter(course -> course.rise.share() >= basis.thresholds().lossRise())
                        .toList();
        return risen.isEmpty()
                ? new Good(
                        "It falls in the %s, but for rises that noise explains or that are below %s of the whole fall."
                                .formatted(
                                        basis.bestName(known.size()),
                                        Numbers.percent(basis.thresholds().lossRise())))
                : risen(basis, risen);
    }

    private static Answer risen(Basis basis, List<Course> risen) {
        FeasibleTrial first = risen.get(0).trial;
        LossRise rise = risen.get(0).rise;
        List<FeasibleTrial> trials = risen.stream().map(Course::trial).toList();
        String sentence =
                "It rises in %s%s from %s to %s after %s of training%s."
                        .formatted(
                                basis.name(trials),
                                risen.size() == 1 ? "" : "; in %s".formatted(basis.name(first)),
                                Numbers.text(rise.from()),
                                Numbers.text(rise.to()),
                                Numbers.percent(rise.at()),
                                rise.lasting() ? "" : ", and falls again");
        return Answer.concern(
                basis.leaders().stream().anyMatch(trials::contains),
                sentence,
                Remedies.instability(basis, first.trial()).after(bug(basis, first, rise)));
    }

    /** A loss that recovers, or became small nevertheless, speaks against a bug. */
    private static String bug(Basis basis, FeasibleTrial trial, LossRise rise) {
        return rise.lasting() && !Chance.isFitted(basis, trial, FITTED)
                ? "Rule out a bug (order of examples, augmentation, learning rate schedule)."
                : "";
    }

    /**
     * The largest rise beyond noise: of every step where they were read, else between evaluations.
     */
    static Optional<LossRise> rise(TrialRecord trial) {
        double[] losses = Quantiles.finite(trial.steps().losses());
        return losses.length > 0
                ? LossRise.of(losses)
                : LossRise.of(Curve.of(trial.evaluations(), StudyResults.TRAIN_LOSS).values());
    }
}
