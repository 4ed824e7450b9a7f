package etude.tuner.store;

import etude.tuner.space.Training;

/**
 * The right to work on a trial or a rerun, which lasts until another attempt takes it.
 *
 * @param training as it was stored when it was made
 * @param attempt 1 for the first
 */
public record Claim(
        long studyId, Training training, int attempt, String worker, String runDirectory) {
    public int number() {
        return training.number();
    }
}
