package etude.tuner.analysis.verdict;

import etude.tuner.analysis.plot.PlotId;
import etude.tuner.analysis.result.Curve;
import etude.tuner.analysis.result.FeasibleTrial;
import etude.tuner.analysis.result.StudyResults;
import etude.tuner.analysis.verdict.Answer.Attention;
import etude.tuner.analysis.verdict.Answer.Good;
import etude.tuner.text.Numbers;
import java.util.List;
import java.util.Locale;

/**
 * A validation loss that rises while the error stays: the same examples are wrong, and wrong with
 * more certainty (Guo et al. 2017, "On Calibration of Modern Neural Networks"). Not asked where the
 * loss is the objective itself, or the error rises with it, which is overfitting.
 */
final class Overconfidence {
    private static final String QUESTION = "Are the predicted probabilities calibrated%s?";
    private static final int FEWEST = 6;
    private static final String ADVICE =
            "Where probabilities matter, soften them (label_smoothing, weight_decay, fewer steps) or choose checkpoints by the loss (checkpoints.metric); where only the class counts, it is harmless.";

    private Overconfidence() {}

    static List<Verdict> ask(Basis basis) {
        List<FeasibleTrial> leaders = basis.leaders();
        List<FeasibleTrial> bad = Overfitting.overfitting(basis, leaders);
        List<FeasibleTrial> known =
                basis.learned()
                        ? leaders.stream()
                                .filter(
                                        trial ->
                                                !bad.contains(trial)
                                                        && loss(basis, trial).size() >= FEWEST)
                                .toList()
                        : List.of();
        return known.isEmpty()
                ? List.of()
                : List.of(
                        new Verdict(
                                Topic.CONFIDENCE,
                                QUESTION.formatted(
                                        basis.singleRun() ? "" : " in the best trial of each arm"),
                                answer(basis, known),
                                PlotId.curves(lossName(basis))));
    }

    private static Answer answer(Basis basis, List<FeasibleTrial> known) {
        List<FeasibleTrial> rising =
                known.stream()
                        .filter(
                                trial ->
                                        ValidationRise.of(loss(basis, trial), known.size())
                                                .isAtLeast(basis.thresholds().overconfidence(), 0))
                        .toList();
        FeasibleTrial shown = rising.isEmpty() ? known.get(0) : rising.get(0);
        ValidationRise loss = ValidationRise.of(loss(basis, shown), known.size());
        String sentence =
                "In %s %s ends at %s, and its best was %s"
                        .formatted(
                                basis.name(shown),
                                lossName(basis),
                                Numbers.text(loss.end()),
                                Numbers.text(loss.best()));
        if (rising.isEmpty()) {
            return new Good(
                    "%s: it does not rise beyond %s and the noise of its evaluations."
                            .formatted(
                                    sentence,
                                    Numbers.percent(basis.thresholds().overconfidence())));
        }
        Curve training = shown.curve(StudyResults.TRAIN_LOSS);
        return new Attention(
                "Overconfident: %s, while %s does not rise beyond its noise (%s at best)%s."
                        .formatted(
                                sentence.substring(0, 1).toLowerCase(Locale.ROOT)
                                        + sentence.substring(1),
                                basis.wording().metric(),
                                basis.wording().value(shown.cost()),
                                training.size() == 0
                                        ? ""
                                        : " and %s ends at %s"
                                                .formatted(
                                                        StudyResults.TRAIN_LOSS,
                                                        Numbers.text(
                                                                training.values()[
                                                                        training.size() - 1]))),
                ADVICE);
    }

    private static Curve loss(Basis basis, FeasibleTrial trial) {
        return basis.lossBesides(trial).orElseGet(() -> Curve.of(List.of(), ""));
    }

    private static String lossName(Basis basis) {
        return basis.lossName().orElse("");
    }
}
