package etude.tuner.probe;

/** Hears how a probe goes. */
public interface ProbeListener {
    /** Something the user should know. */
    void note(String sentence);

    /**
     * A size is being measured now.
     *
     * @param again whether an earlier process was oddly slow, so that this is a second one
     */
    void measuring(int batchSize, boolean again);

    /** A size would be recommended, and is trained longer first. */
    void confirming(int batchSize, int steps);

    /** One of the ranks tries its part of the recommended batch by itself. */
    void alone(int batchSize, int ranks);

    /**
     * A size is done.
     *
     * @param result in a few words
     * @param reused whether it was measured earlier
     */
    void measured(int batchSize, String result, boolean reused);
}
