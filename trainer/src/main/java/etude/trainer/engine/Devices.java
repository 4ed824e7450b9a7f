package etude.trainer.engine;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.util.Utils;
import etude.datasets.EtudeException;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the device a user means, and sets the engine up. */
public final class Devices {
    private Devices() {}

    /**
     * Loads the engine; its native library is unpacked into a folder at the first use.
     *
     * @throws EtudeException when that fails
     */
    static Engine engine() {
        try {
            Engine engine = Engine.getEngine("PyTorch");
            EngineLog.leaveErrors();
            return engine;
        } catch (EngineException | LinkageError e) {
            throw new EtudeException(explanation(e), e);
        }
    }

    private static String explanation(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException) {
                return "the engine's native library cannot be unpacked below %s (%s); set ENGINE_CACHE_DIR to a folder that can be written to"
                        .formatted(Utils.getEngineCacheDir(), cause.getMessage());
            }
        }
        return "the engine does not load: " + failure.getMessage();
    }

    /**
     * The device that a name means.
     *
     * @param name {@code auto} (the first GPU if there is one), {@code cpu}, {@code gpu} or {@code
     *     gpu:N}
     * @throws EtudeException when there is no such device
     */
    public static Device resolve(String name) {
        Engine engine = engine();
        int gpus = engine.getGpuCount();
        String wanted = name.toLowerCase(Locale.ROOT);
        if (wanted.equals("cpu") || (wanted.equals("auto") && gpus == 0)) {
            return Device.cpu();
        }
        if (wanted.equals("auto") || wanted.equals("gpu")) {
            return gpu(0, gpus);
        }
        if (wanted.matches("gpu:\\d{1,4}")) {
            return gpu(Integer.parseInt(wanted.substring(4)), gpus);
        }
        throw new EtudeException(
                "--device: expected auto, cpu, gpu or gpu:N, found \"%s\"".formatted(name));
    }

    private static Device gpu(int number, int gpus) {
        if (number >= gpus) {
            throw new EtudeException(
                    "--device: gpu:%d asked for, %d found; use --device cpu or see `etude doctor`"
                            .formatted(number, gpus));
        }
        return Device.gpu(number);
    }

    /** What a failure of the engine means to the user, or the failure itself. */
    public static RuntimeException explained(EngineException failure) {
        return DeviceLostException.of(failure)
                .<RuntimeException>map(lost -> lost)
                .or(() -> DeterministicAlgorithms.explain(failure))
                .orElse(failure);
    }

    /**
     * Loads the engine and settles what changes numbers.
     *
     * @param threads of the CPU that one operator may use, which changes the last bits of results
     * @param precision TF32 can only be asked for before the engine loads; in a process that has
     *     loaded it already, {@code tfloat32} is {@code float32}
     * @param deterministic whether a GPU takes algorithms that give the same bits each time; a CPU
     *     does so anyway
     */
    public static void configure(int threads, Precision precision, boolean deterministic) {
        if (precision == Precision.TFLOAT32) {
            Environment.set("TORCH_ALLOW_TF32_CUBLAS_OVERRIDE", "1");
        }
        if (deterministic) {
            DeterministicAlgorithms.prepare();
        }
        if (engine().getGpuCount() > 0) {
            // Shapes repeat: let cuDNN try its algorithms once. Which is fastest may differ.
            JniUtils.setBenchmarkCuDNN(!deterministic);
            if (deterministic) {
                DeterministicAlgorithms.use(true);
            }
        }
        JniUtils.setNumThreads(threads);
        JniUtils.setGraphExecutorOptimize(false); // kernels run as written, without warming up
    }
}
