package etude.trainer.engine;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;
import etude.datasets.EtudeException;
import etude.trainer.config.Precision;
import java.util.Locale;

/** Finds the device a user means, and sets the engine up. */
public final class Devices {
    private Devices() {}

    /**
     * The device that a name means.
     *
     * @param name {@code auto} (the first GPU if there is one), {@code cpu}, {@code gpu} or {@code
     *     gpu:N}
     * @throws EtudeException when there is no such device
     */
    public static Device resolve(String name) {
        Engine engine = Engine.getEngine("PyTorch");
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

    /**
     * Loads the engine and settles what changes numbers.
     *
     * @param threads of the CPU that one operator may use, which changes the last bits of results
     * @param precision TF32 can only be asked for before the engine loads; in a process that has
     *     loaded it already, {@code tfloat32} is {@code float32}
     */
    public static void configure(int threads, Precision precision) {
        if (precision == Precision.TFLOAT32) {
            Environment.set("TORCH_ALLOW_TF32_CUBLAS_OVERRIDE", "1");
        }
        if (Engine.getEngine("PyTorch").getGpuCount() > 0) {
            JniUtils.setBenchmarkCuDNN(true); // shapes repeat: let cuDNN try its algorithms once
        }
        JniUtils.setNumThreads(threads);
        JniUtils.setGraphExecutorOptimize(false); // kernels run as written, without warming up
    }
}
