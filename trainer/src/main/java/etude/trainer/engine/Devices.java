package etude.trainer.engine;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;
import etude.datasets.EtudeException;
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
     * Fixes the number of CPU threads one operator may use, which changes the last bits of results.
     */
    public static void useThreads(int threads) {
        Engine.getEngine("PyTorch"); // loads the library
        JniUtils.setNumThreads(threads);
        JniUtils.setGraphExecutorOptimize(false); // kernels run as written, without warming up
    }
}
