package etude.trainer.engine;

import ai.djl.pytorch.jni.LibUtils;
import etude.datasets.EtudeException;
import etude.trainer.gpu.EngineLibrary;

/**
 * Loads the engine's native library while a process that is about to compute still reads its config
 * and its study: a third of a second of one core. Whoever needs the engine waits, since DJL loads
 * under a lock, and reports what went wrong, since DJL tries again.
 */
public final class EngineLoading {
    private EngineLoading() {}

    /** Begins, where the library is the one that comes with Etude; others may want variables. */
    public static void begin() {
        try {
            if (!(EngineLibrary.ofThisProcess() instanceof EngineLibrary.Bundled)) {
                return;
            }
        } catch (EtudeException e) {
            return; // said where the engine is needed
        }
        Thread loading = new Thread(EngineLoading::load, "engine-loading");
        loading.setDaemon(true);
        try {
            // A process may not end in the middle: libraries would be destroyed as they are
            // created.
            Runtime.getRuntime().addShutdownHook(new Thread(() -> await(loading)));
        } catch (IllegalStateException e) {
            return; // it is ending
        }
        loading.start();
    }

    private static void load() {
        try {
            Environment.unchangedDuring(LibUtils::loadLibrary);
        } catch (RuntimeException | LinkageError e) {
            return; // happens again, and is said, where the engine is needed
        }
    }

    private static void await(Thread loading) {
        try {
            loading.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
