package etude.trainer.timing;

/** What is timed: training steps, or evaluation batches. */
interface StepSource {
    /** Performs some steps and waits until the device is done with them. */
    void run(int steps);

    /** Nanoseconds that the steps so far have waited for data. */
    long waitedNanoseconds();
}
