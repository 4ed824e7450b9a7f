package etude.trainer.engine;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.util.Utils;
import com.sun.jna.NativeLibrary;
import etude.datasets.EtudeException;
import etude.trainer.gpu.EngineLibrary;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the device a user means, and sets the engine up. */
public final class Devices {
    /** Read by NVIDIA's libraries: 0 forbids TF32. */
    static final String TF32_OVERRIDE = "NVIDIA_TF32_OVERRIDE";

    private static final String TF32 = "TORCH_ALLOW_TF32_CUBLAS_OVERRIDE";

    private Devices() {}

    /**
     * Loads the engine; its native library is unpacked into a folder at the first use.
     *
     * @throws EtudeException when that fails
     */
    static Engine engine() {
        EngineLibrary.ofThisProcess().prepare();
        // CUDA's numbers of cards are then those of the driver, instead of the fastest card first.
        Environment.set("CUDA_DEVICE_ORDER", "PCI_BUS_ID");
        try {
            Engine engine = Engine.getEngine("PyTorch");
            EngineLog.leaveErrors();
            return engine;
        } catch (EngineException | LinkageError e) {
            throw new EtudeException(explanation(e), e);
        }
    }

    private static String explanation(Throwable failure) {
        Throwable reason = failure;
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException) {
                return "the engine's native library cannot be unpacked below %s (%s); set ENGINE_CACHE_DIR to a folder that can be written to"
                        .formatted(Utils.getEngineCacheDir(), cause.getMessage());
            }
            reason = cause;
        }
        EngineLibrary library = EngineLibrary.ofThisProcess();
        return "the engine, %s, does not load (%s); %s"
                .formatted(library, reason.getMessage(), library.remedy());
    }

    /**
     * How many GPUs the engine can use, as it says itself. DJL asks a CUDA runtime instead, which
     * it looks for under the name that only a toolkit gives it.
     */
    static int gpuCount() {
        engine();
        try {
            return Math.toIntExact(
                    NativeLibrary.getInstance("torch_cpu")
                            .getFunction("_ZN5torch4cuda12device_countEv")
                            .invokeLong(new Object[0]));
        } catch (UnsatisfiedLinkError e) {
            return 0; // another system's names: no builds for GPUs there
        }
    }

    /**
     * The device that a name means.
     *
     * @param name {@code auto} (the first GPU if there is one), {@code cpu}, {@code gpu} or {@code
     *     gpu:N}
     * @throws EtudeException when there is no such device
     */
    public static Device resolve(String name) {
        int gpus = gpuCount();
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
                    "--device: gpu:%d asked for, %d found by %s; use --device cpu or see `etude doctor`"
                            .formatted(number, gpus, EngineLibrary.ofThisProcess()));
        }
        return Device.gpu(number);
    }

    /** What a failure of the engine means to the user, or the failure itself. */
    public static RuntimeException explained(EngineException failure) {
        return DeviceLostException.of(failure)
                .<RuntimeException>map(lost -> lost)
                .or(() -> DeterministicAlgorithms.explain(failure))
                .or(() -> withoutKernels(failure))
                .orElse(failure);
    }

    /** What a failure means, if the library was compiled for other generations of cards. */
    private static Optional<EtudeException> withoutKernels(EngineException failure) {
        return String.valueOf(failure.getMessage())
                .lines()
                .filter(line -> line.contains("no kernel image is available"))
                .findFirst()
                .map(
                        line ->
                                new EtudeException(
                                        "the GPU cannot run %s (%s); `etude doctor` says which build has kernels for it"
                                                .formatted(
                                                        EngineLibrary.ofThisProcess(),
                                                        line.strip()),
                                        failure));
    }

    /**
     * Whether {@link #configure} would still take effect in a process that computed before: TF32
     * and what deterministic algorithms need are choices of the process.
     */
    public static boolean canConfigure(Precision precision, boolean deterministic, Device device) {
        boolean sameTf32 = (precision == Precision.TFLOAT32) == Environment.isSet(TF32);
        return !device.isGpu()
                || (sameTf32 && (!deterministic || DeterministicAlgorithms.isPrepared()));
    }

    /** Gives memory that no array holds back to the GPU, for other processes on it. */
    public static void releaseMemory(Device device) {
        if (device.isGpu()) {
            JniUtils.emptyCudaCache();
        }
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
            Environment.set(TF32, "1");
        }
        if (deterministic) {
            DeterministicAlgorithms.prepare();
        }
        if (gpuCount() > 0) {
            // Shapes repeat: let cuDNN try its algorithms once. Which is fastest may differ.
            JniUtils.setBenchmarkCuDNN(!deterministic);
            DeterministicAlgorithms.use(deterministic);
        }
        useThreads(threads);
        JniUtils.setGraphExecutorOptimize(false); // kernels run as written, without warming up
    }

    /** How many threads of the CPU one operator may use, from now on. */
    public static void useThreads(int threads) {
        JniUtils.setNumThreads(threads);
    }

    /**
     * Makes float32 on a GPU mean float32, for checks, where the engine is not loaded yet. Training
     * leaves TF32 on for cuDNN's convolutions, as PyTorch does.
     */
    public static void refuseTensorFloat32() {
        Environment.set(TF32_OVERRIDE, "0");
    }
}
