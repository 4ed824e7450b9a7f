package etude.tuner.analysis.verdict;

import etude.tuner.analysis.result.FeasibleTrial;
import etude.tuner.analysis.verdict.Answer.Attention;
import etude.tuner.analysis.verdict.Answer.Good;
import etude.tuner.analysis.verdict.Answer.NotKnown;
import etude.tuner.text.Numbers;
import java.util.List;
import java.util.OptionalDouble;

/** Playbook, "Examining the training curves": are the trials still improving at the end? */
final class StillImproving {
    private StillImproving() {}

    static Answer answer(Basis basis) {
        List<FeasibleTrial> known =
                basis.top().stream().filter(r -> gain(basis, r).isPresent()).toList();
        if (known.isEmpty()) {
            return new NotKnown(
                    "No evaluation lies before the last %s of training."
                            .formatted(Numbers.percent(basis.thresholds().endShare())),
                    "Evaluate more often (evaluation.every).");
        }
        List<FeasibleTrial> improving =
                known.stream()
                        .filter(r -> gain(basis, r).orElse(0) >= basis.thresholds().improvement())
                        .toList();
        double best = gain(basis, known.get(0)).orElse(0);
        String sentence =
                "%d of the %s improved by %s or more in the last %s of training; %s by %s."
                        .formatted(
                                improving.size(),
                                basis.bestName(known.size()),
                                Numbers.percent(basis.thresholds().improvement()),
                                Numbers.percent(basis.thresholds().endShare()),
                                basis.name(known.get(0)),
                                Numbers.percent(best));
        if (basis.singleRun()) {
            sentence =
                    "It improved by %s in the last %s of training."
                            .formatted(
                                    Numbers.percent(best),
                                    Numbers.percent(basis.thresholds().endShare()));
        }
        return 2 * improving.size() > known.size()
                ? new Attention(
                        sentence,
                        "Raise max_train_steps and tune the learning rate decay again for the longer run.")
                : new Good(sentence);
    }

    /** By how much the metric improved in the last part of training, relative to its best. */
    static OptionalDouble gain(Basis basis, FeasibleTrial result) {
        double from = (1 - basis.thresholds().endShare()) * result.totalSteps();
        OptionalDouble before = result.costs().lowestUpTo(from);
        return before.isEmpty()
                ? before
                : OptionalDouble.of(basis.relative(before.getAsDouble(), result.cost()));
    }
}
