package etude.tuner.analysis.verdict;

import etude.tuner.analysis.plot.GradientNormPlot;
import etude.tuner.record.TrialRecord;
import etude.tuner.text.Numbers;
import etude.tuner.text.Shell;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** What the playbook advises, in its order, beginning from what a trial has already. */
final class Remedies {
    /** For variance between evaluations late in training ("Examining the training curves"). */
    static final String VARIANCE =
            "In this order: increase batch_size; evaluate on more validation data; let the learning rate decay (schedule.decay); use Polyak averaging (polyak_decay).";

    /** A warmup is at most this part of {@code max_train_steps}; those tried are powers of it. */
    private static final long MOST_WARMUP = 10;

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

    /**
     * For instability ("Potential fixes for common instability patterns"), in the playbook's order.
     * The command tries the first: warmup where there is room for a longer one, else clipping.
     */
    static Remedy instability(Basis basis, TrialRecord trial) {
        long most = trial.maxTrainSteps() / MOST_WARMUP;
        OptionalLong now = trial.warmupSteps();
        boolean room = now.orElse(0) < most;
        String text =
                "In this order: %s%s; try another optimizer; check normalization and initialization (model.normalization, model.zero_init_residual); lower the learning rate only as a last resort."
                        .formatted(room ? warmup(now, most) + "; " : "", clipping(trial));
        return new Remedy(
                text, procedure(basis, trial, isTried(now.orElse(0), most)), OptionalInt.empty());
    }

    /** Whether the procedure tries a longer warmup: powers of ten. */
    private static boolean isTried(long now, long most) {
        long steps = MOST_WARMUP;
        while (steps <= now) {
            steps *= MOST_WARMUP;
        }
        return steps <= most;
    }

    /** Of a study whose best trial it is, its sweep saves another one. */
    private static Optional<String> procedure(Basis basis, TrialRecord trial, boolean warmup) {
        boolean best =
                !basis.singleRun()
                        && basis.results()
                                .best()
                                .filter(one -> one.trial().number() == trial.number())
                                .isPresent();
        String command = warmup ? "etude tune warmup" : "etude tune clipping";
        if (best) {
            return Optional.of(basis.command(command));
        }
        return trial.config()
                .map(config -> warmup ? config : config.resolveSibling(""))
                .map(source -> command + " " + Shell.word(source.toString()));
    }

    private static String warmup(OptionalLong now, long most) {
        String limit = "%d, 10 %% of max_train_steps".formatted(most);
        if (now.isEmpty()) {
            return "add warmup or lengthen it (schedule.warmup_steps up to %s)".formatted(limit);
        }
        return now.getAsLong() > 0
                ? "lengthen the warmup beyond %d steps (at most %s)"
                        .formatted(now.getAsLong(), limit)
                : "add warmup (schedule.warmup_steps up to %s)".formatted(limit);
    }

    /** The 90th percentile of its gradient norms, as the playbook advises. */
    private static Optional<String> norm(TrialRecord trial) {
        return GradientNormPlot.of(trial).map(norms -> Numbers.text(norms.percentile90()));
    }

    private static String clipping(TrialRecord trial) {
        if (trial.clippingNorm().isPresent()) {
            return "lower gradient_clipping.norm below %s"
                    .formatted(Numbers.text(trial.clippingNorm().getAsDouble()));
        }
        return norm(trial)
                .map(
                        norm ->
                                "clip gradients (gradient_clipping.norm near %s, the 90th percentile)"
                                        .formatted(norm))
                .orElse(
                        "clip gradients (gradient_clipping.norm near the 90th percentile of the norms)");
    }
}
