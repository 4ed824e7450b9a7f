package etude.tuner.cluster;

import java.util.Locale;

/**
 * A worker's job, as its cluster has it.
 *
 * @param id as the worker's name has it: of an element of an array {@code 12_3}
 * @param state {@code queued}, {@code running}, or in the cluster's own words
 * @param node where it runs; empty where it does not
 * @param elapsed how long it has run, as the cluster writes it
 * @param reason why it waits, in the cluster's words; empty where it runs
 */
public record Job(String id, String state, String node, String elapsed, String reason) {
    private static final String QUEUED = "queued";
    private static final String RUNNING = "running";

    /** From words of Slurm. */
    static Job of(String id, String state, String node, String elapsed, String reason) {
        boolean waits = state.equals("PENDING");
        return new Job(
                id,
                waits ? QUEUED : state.toLowerCase(Locale.ROOT),
                node,
                waits ? "" : elapsed,
                waits ? reason : "");
    }

    public boolean waits() {
        return state.equals(QUEUED);
    }

    public boolean runs() {
        return state.equals(RUNNING);
    }
}
