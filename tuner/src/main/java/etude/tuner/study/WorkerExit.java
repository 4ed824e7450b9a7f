package etude.tuner.study;

/** With which codes a worker's process says what it did; any other code means that it died. */
public final class WorkerExit {
    /** It did a trial, whatever became of it. */
    public static final int DONE = 0;

    /** There was no trial to do: all have ended, or others are at work on them. */
    public static final int IDLE = 10;

    /** No trial can be done here now; its last line says why. */
    public static final int HOPELESS = 11;

    /** It was stopped; its trial is pending and has a checkpoint. */
    public static final int STOPPED = 75;

    private WorkerExit() {}
}
