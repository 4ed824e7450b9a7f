package etude.trainer.loop;

/** Threads that read and augment. */
public final class Readers {
    private static final int MOST = 8;

    private Readers() {}

    /** As many as there are processors beside the loop's, up to 8; never changes results. */
    public static int count() {
        return count(1);
    }

    /** Likewise where several processes share this machine's processors. */
    public static int count(int processes) {
        int processors = Runtime.getRuntime().availableProcessors() / processes;
        return Math.max(1, Math.min(MOST, processors - 1));
    }
}
