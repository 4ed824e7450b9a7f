package etude.trainer.engine;

import ai.djl.pytorch.jni.LibUtils;
import etude.datasets.EtudeException;
import etude.datasets.config.Setting;
import etude.trainer.gpu.EngineLibrary;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.TimeZone;
import java.util.stream.Stream;

/**
 * Loads the engine's native library while a process that is about to compute still reads its config
 * and its study: half a second of one core. Whoever needs the engine waits, since DJL loads under a
 * lock, and reports what went wrong, since DJL tries again.
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
        linkFirst();
        loading.start();
    }

    /**
     * While glibc loads a library, any thread waits that calls a native method for the first time.
     * So what the start of a run calls next is called once before: files, the time zone (of JSON's
     * dates), the bounds of settings. Without it little else would happen meanwhile.
     */
    private static void linkFirst() {
        TimeZone.getDefault();
        Stream.of(Setting.class.getDeclaredMethods()).forEach(Method::getDefaultValue);
        try (FileChannel file =
                FileChannel.open(Path.of(System.getProperty("java.home"), "lib", "modules"))) {
            file.read(ByteBuffer.allocateDirect(1));
            file.map(FileChannel.MapMode.READ_ONLY, 0, 1);
        } catch (IOException e) {
            return; // it is linked where it is needed
        }
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
