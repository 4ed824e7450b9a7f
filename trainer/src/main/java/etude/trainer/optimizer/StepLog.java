package etude.trainer.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import etude.trainer.engine.HostCopy;
import java.util.OptionalLong;

/**
 * Loss and unclipped gradient norm of every step, kept on the device until somebody reads them, and
 * the latch that stops all updates from the first step whose loss or gradient is not finite.
 */
public final class StepLog {
    private final NDArray ring; // (capacity, 2) float32: loss, gradient norm
    private final NDArray status; // () float32: 0 while all was finite, NaN from then on
    private final int capacity;
    private final double lossUnit;
    private long firstUnread;
    private long next;
    private OptionalLong diverged = OptionalLong.empty();

    /**
     * @param capacity steps kept; must be read before it is exceeded
     * @param firstStep the step that is written first
     */
    public StepLog(NDManager manager, int capacity, long firstStep) {
        this(manager, capacity, firstStep, 1);
    }

    /**
     * @param capacity steps kept; must be read before it is exceeded
     * @param firstStep the step that is written first
     * @param lossUnit what a loss of 1 is read as
     */
    public StepLog(NDManager manager, int capacity, long firstStep, double lossUnit) {
        this.capacity = capacity;
        this.lossUnit = lossUnit;
        ring = manager.zeros(new Shape(capacity, 2));
        status = manager.zeros(new Shape());
        firstUnread = firstStep;
        next = firstStep;
    }

    NDArray ring() {
        return ring;
    }

    NDArray status() {
        return status;
    }

    /** The row of the ring that the given step's update writes. */
    long slot(long step) {
        if (step != next || step - firstUnread >= capacity) {
            throw new IllegalStateException(
                    "step %d of a log of %d from %d, next %d"
                            .formatted(step, capacity, firstUnread, next));
        }
        next = step + 1;
        return step % capacity;
    }

    /** Whether the next step needs a {@link #read} first. */
    public boolean full() {
        return next - firstUnread >= capacity;
    }

    /** Takes what was logged since the last read. The CPU waits here for the device. */
    public Entries read() {
        float[] rows = HostCopy.floats(ring);
        boolean latched = Float.isNaN(HostCopy.floats(status)[0]);
        // What follows the first bad step was masked, and is no part of the run.
        if (latched && diverged.isEmpty()) {
            diverged = OptionalLong.of(firstBad(rows));
        }
        long end = diverged.isPresent() ? diverged.getAsLong() + 1 : next;
        int count = Math.toIntExact(Math.max(0, end - firstUnread));
        float[] losses = new float[count];
        float[] norms = new float[count];
        for (int i = 0; i < count; i++) {
            int slot = (int) ((firstUnread + i) % capacity);
            losses[i] = (float) (rows[2 * slot] * lossUnit);
            norms[i] = rows[2 * slot + 1];
        }
        Entries entries = new Entries(firstUnread, losses, norms, diverged);
        firstUnread = next;
        return entries;
    }

    private long firstBad(float[] rows) {
        for (long step = firstUnread; step < next; step++) {
            int slot = (int) (step % capacity);
            if (!Float.isFinite(rows[2 * slot]) || !Float.isFinite(rows[2 * slot + 1])) {
                return step;
            }
        }
        throw new IllegalStateException("updates are masked, but every step was finite");
    }

    /**
     * Consecutive steps.
     *
     * @param firstStep the step of entry 0
     * @param losses what was minimised, in the unit that is shown
     * @param norms unclipped L2 norm of the gradient
     * @param diverged the first step whose loss or gradient was not finite
     */
    public record Entries(long firstStep, float[] losses, float[] norms, OptionalLong diverged) {}
}
