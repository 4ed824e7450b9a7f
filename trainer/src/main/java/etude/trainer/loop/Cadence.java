package etude.trainer.loop;

/**
 * When something periodic happens, in updates done: every {@code every}, and always after the last.
 *
 * @param every updates between two times
 * @param last number of updates in the run
 */
public record Cadence(long every, long last) {
    public Cadence {
        if (every < 1) {
            throw new IllegalArgumentException("must be at least 1, found " + every);
        }
    }

    /** Whether it happens once {@code step} updates are done. */
    public boolean due(long step) {
        return step % every == 0 || step == last;
    }

    /** The last time at or before {@code step} updates. */
    public long previous(long step) {
        return step - step % every;
    }
}
