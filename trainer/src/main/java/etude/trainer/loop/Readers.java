package etude.trainer.loop;

/** Threads that read and augment. */
public final class Readers {
    private static final int MOST = 8;

    private Readers() {}

    /** As many as there are processors beside the loop's, up to 8; never changes results. */
    public static int count() {
        return Math.max(1, Math.min(MOST, Runtime.getRuntime().availableProcessors() - 1));
    }
}
