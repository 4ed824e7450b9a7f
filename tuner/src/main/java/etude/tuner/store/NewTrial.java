package etude.tuner.store;

import java.util.Optional;

/**
 * A trial that has not begun.
 *
 * @param number unique within its study
 * @param settings its hyperparameters as JSON; empty where they are decided when it is claimed
 * @param seed of its training run
 * @param runDirectory of its training run
 */
public record NewTrial(int number, Optional<String> settings, long seed, String runDirectory) {}
