package etude.tuner.analysis.verdict;

import etude.trainer.run.RunFacts;
import etude.tuner.analysis.verdict.Answer.Good;
import etude.tuner.analysis.verdict.Answer.NotKnown;
import etude.tuner.text.Numbers;

/**
 * Playbook, "Setting up periodic evaluations": a validation set that shares examples with the
 * training set measures memory. Asked first, since then nothing else that is measured on it holds.
 */
final class ValidationOverlap {
    private static final String ADVICE =
            "Remove the duplicates from the data, or split them by what belongs together (dataset.split_seed alone moves them only), and train again.";

    private ValidationOverlap() {}

    static Answer answer(Basis basis) {
        RunFacts.Data data = basis.results().study().data();
        if (basis.isLanguageModel()) {
            return new Good(
                    "A text has no examples to compare: it is divided in one place, or has a file of its own for validation.");
        }
        if (data.overlapping().isEmpty() || data.validationExamples().orElse(0) == 0) {
            return new NotKnown(
                    "How many validation examples are training examples too was not recorded.",
                    "Count them: etude data inspect does, with the config of the training.");
        }
        int shared = data.overlapping().getAsInt();
        int validation = data.validationExamples().getAsInt();
        if (shared == 0) {
            return new Good(
                    "Yes: none of the %s is a training example."
                            .formatted(Numbers.count(validation, "validation example")));
        }
        double share = Math.min(1, (double) shared / validation);
        return Answer.concern(
                share >= basis.thresholds().overlap(),
                "%d of the %s (%s) %s: what is measured on them is memory."
                        .formatted(
                                shared,
                                Numbers.count(validation, "validation example"),
                                Numbers.percent(share),
                                shared == 1
                                        ? "is a training example as well"
                                        : "are training examples as well"),
                Remedy.of(ADVICE));
    }
}
