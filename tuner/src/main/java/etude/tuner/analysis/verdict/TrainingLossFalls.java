package etude.tuner.analysis.verdict;

import etude.tuner.analysis.plot.PlotId;
import etude.tuner.analysis.result.FeasibleTrial;
import etude.tuner.analysis.statistics.LossRise;
import etude.tuner.analysis.verdict.Answer.Attention;
import etude.tuner.analysis.verdict.Answer.Good;
import etude.tuner.analysis.verdict.Answer.NotKnown;
import etude.tuner.analysis.verdict.Answer.Problem;
import etude.tuner.text.Numbers;
import java.util.List;

/**
 * Playbook, "Examining the training curves": a training loss that rises during training usually
 * indicates a bug in the training pipeline; "Identifying unstable workloads": or instability.
 */
final class TrainingLossFalls implements Question {
    private static final String QUESTION = "Does the training loss fall throughout training?";

    @Override
    public List<Verdict> ask(Basis basis) {
        return List.of(new Verdict(QUESTION, answer(basis), PlotId.TRAINING_CURVES));
    }

    private static Answer answer(Basis basis) {
        List<FeasibleTrial> top = basis.top();
        List<FeasibleTrial> known =
                top.stream().filter(r -> TrainingLoss.rise(r.trial()).isPresent()).toList();
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
        LossRise rise = TrainingLoss.rise(risen.get(0).trial()).orElseThrow();
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
        return basis.leaders().stream().anyMatch(risen::contains)
                ? new Problem(sentence, advice)
                : new Attention(sentence, advice);
    }

    private static boolean rises(Basis basis, FeasibleTrial result) {
        return TrainingLoss.rise(result.trial()).orElseThrow().share()
                >= basis.thresholds().lossRise();
    }
}
