package etude.tuner.probe;

/** How a probe ended. */
public sealed interface ProbeOutcome {
    /** All sizes were tried. */
    record Done(ProbeResult result, Reading reading, ProbeFiles files) implements ProbeOutcome {}

    /**
     * Not even the smallest size fits.
     *
     * @param sentence says so, with what to do
     */
    record NothingFits(String sentence) implements ProbeOutcome {}

    /** Stopped by a signal after so many sizes; the same command continues. */
    record Preempted(int sizes) implements ProbeOutcome {}
}
