package etude.tuner.store;

import etude.tuner.space.Trial;

/**
 * The right to work on a trial, which lasts until another attempt takes it.
 *
 * @param trial as it was stored when it was made
 * @param attempt 1 for the first
 */
public record Claim(long studyId, Trial trial, int attempt, String worker, String runDirectory) {
    public int number() {
        return trial.number();
    }
}
