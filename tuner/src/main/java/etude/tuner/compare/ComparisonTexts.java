package etude.tuner.compare;

import etude.trainer.files.Json;
import java.util.Locale;

/** The study of a comparison as a file that the user can read, run and change. */
final class ComparisonTexts {
    static final String BASE = "base.yaml";

    private ComparisonTexts() {}

    /**
     * The study file.
     *
     * @param name of the study, which is its directory's
     * @param seed of the learning rates
     */
    static String study(ComparisonSetup setup, String name, long seed) {
        Target target = setup.target();
        return """
                # Written by `etude probe --compare-steps-to-target`, which continues it; an ordinary study otherwise.
                #
                # Every trial has the same STEP budget, whatever its batch size: %d updates, warmup included (no duration
                # in %s is in epochs or examples). Never an epoch budget: it would give larger batches fewer steps,
                # and so only show perfect scaling (playbook, "Choosing the batch size to minimize training time").
                # Evaluation every %d steps, at least every 5 %% of max_train_steps. Each size has its learning rate
                # tuned again, with the same number of trials.
                name: %s
                goal: %s
                base: %s
                objective: {metric: %s, mode: %s}
                search: {algorithm: quasi_random, seed: %d}
                trials: %d
                parameters:
                  - {path: batch_size, role: scientific, values: [%s]}
                  - {path: optimizer.learning_rate, role: nuisance, min: %s, max: %s, scale: log}
                """
                .formatted(
                        setup.totalSteps(),
                        BASE,
                        setup.evaluateEvery(),
                        Json.line(name),
                        Json.line(
                                "How many steps and seconds does each batch size need to a target of %s?"
                                        .formatted(target.metric())),
                        BASE,
                        Json.line(target.metric()),
                        target.mode().name().toLowerCase(Locale.ROOT),
                        seed,
                        setup.trialsPerSize(),
                        Words.list(setup.sizes()),
                        RateRange.text(setup.rates().min()),
                        RateRange.text(setup.rates().max()));
    }
}
