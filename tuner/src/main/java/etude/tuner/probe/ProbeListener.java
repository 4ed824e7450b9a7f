package etude.tuner.probe;

/** Hears how a probe goes. */
public interface ProbeListener {
    /** Something the user should know. */
    void note(String sentence);

    /** A size is being measured now. */
    void measuring(int batchSize);

    /**
     * A size is done.
     *
     * @param probe with this and all earlier results
     * @param reused whether it was measured earlier
     */
    void measured(ProbeResult probe, SizeResult result, boolean reused);
}
