package etude.tuner.study;

/** With which codes a worker's process says what it did; any other code means that it died. */
public final class WorkerExit {
    /** It did trials, whatever became of them, and another process is to do the next. */
    public static final int DONE = 0;

    /** It failed as no code here should; what its log says goes with its trial. */
    public static final int BROKEN = 1;

    /** There was no trial to do: all have ended, or others are at work on them. */
    public static final int IDLE = 10;

    /** No trial can be done here now; its last line says why. */
    public static final int HOPELESS = 11;

    /** The study asks for what no trial can do; its last line says what. */
    public static final int WRONG = 12;

    /** It was stopped; its trial is pending and has a checkpoint. */
    public static final int STOPPED = 75;

    private WorkerExit() {}
}
