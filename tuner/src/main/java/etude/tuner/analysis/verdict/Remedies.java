package etude.tuner.analysis.verdict;

import etude.tuner.analysis.plot.GradientNormPlot;
import etude.tuner.record.TrialRecord;
import etude.tuner.text.Numbers;
import etude.tuner.text.Shell;
import java.util.Optional;
import java.util.OptionalLong;

/** What the playbook advises, in its order, beginning from what a trial has already. */
final class Remedies {
    /** For variance between evaluations late in training ("Examining the training curves"). */
    static final String VARIANCE =
            "In this order: increase batch_size; evaluate on more validation data; let the learning rate decay (schedule.decay); use Polyak averaging (polyak_decay).";

    private Remedies() {}

    /** For a trial that did not fit. */
    static String memory(TrialRecord trial) {
        return "Lower batch_size or the size of the model"
                + trial.config()
                        .map(
                                config ->
                                        ": etude probe "
                                                + Shell.word(config.toString())
                                                + " shows what fits.")
                        .orElse("; etude probe shows what fits.");
    }

    /** For instability ("Potential fixes for common instability patterns"). */
    static String instability(TrialRecord trial) {
        return "In this order: %s; %s; try another optimizer; check normalization and initialization (model.normalization, model.zero_init_residual); lower the learning rate only as a last resort."
                .formatted(warmup(trial), clipping(trial));
    }

    private static String warmup(TrialRecord trial) {
        OptionalLong now = trial.warmupSteps();
        long most = trial.maxTrainSteps() / 10;
        if (now.isEmpty()) {
            return "add warmup or lengthen it (schedule.warmup_steps up to %d, 10 %% of max_train_steps)"
                    .formatted(most);
        }
        return now.getAsLong() > 0
                ? "lengthen the warmup beyond %d steps (at most %d, 10 %% of max_train_steps)"
                        .formatted(now.getAsLong(), most)
                : "add warmup (schedule.warmup_steps up to %d, 10 %% of max_train_steps)"
                        .formatted(most);
    }

    private static String clipping(TrialRecord trial) {
        if (trial.clippingNorm().isPresent()) {
            return "lower gradient_clipping.norm below %s"
                    .formatted(Numbers.text(trial.clippingNorm().getAsDouble()));
        }
        Optional<GradientNormPlot> norms = GradientNormPlot.of(trial);
        return norms.isPresent()
                ? "clip gradients (gradient_clipping.norm near %s, the 90th percentile)"
                        .formatted(Numbers.text(norms.get().percentile90()))
                : "clip gradients (gradient_clipping.norm near the 90th percentile of the norms)";
    }
}
