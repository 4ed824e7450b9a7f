package etude.trainer.engine;

import ai.djl.Device;
import com.sun.jna.NativeLibrary;
import etude.trainer.gpu.CudaBuild;
import etude.trainer.gpu.EngineLibrary;
import etude.trainer.gpu.GraphicsCard;
import etude.trainer.gpu.NvidiaDriver;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What computes on a device and how it was set, for the record of an attempt, as texts by name.
 * What nothing tells is {@code unknown}.
 */
public final class DeviceFacts {
    private static final String UNKNOWN = "unknown";

    private DeviceFacts() {}

    /** Those of the device that this process computes on, once it is configured. */
    public static Map<String, String> of(Device device) {
        return device.isGpu()
                ? ofGpu(EngineReport.probe(), device.getDeviceId())
                : Map.of("library", EngineLibrary.ofThisProcess().toString());
    }

    static Map<String, String> ofGpu(EngineReport report, int number) {
        Map<String, String> facts = new TreeMap<>();
        facts.put("library", report.library().toString());
        facts.put("gpu", text(card(report, number).map(GraphicsCard::name)));
        facts.put("driver", text(report.driver().map(NvidiaDriver::version)));
        facts.put("cuda", text(report.library().cudaBuild().map(CudaBuild::cuda)));
        facts.put("cudnn", text(cudnn()));
        facts.put("cudnn_benchmark", setting("_ZNK2at7Context14benchmarkCuDNNEv"));
        facts.put("deterministic", setting("_ZNK2at7Context23deterministicAlgorithmsEv"));
        facts.put("tf32_convolutions", setting("_ZNK2at7Context14allowTF32CuDNNEv"));
        facts.put("tf32_products", setting("_ZNK2at7Context15allowTF32CuBLASEv"));
        return facts;
    }

    private static Optional<GraphicsCard> card(EngineReport report, int number) {
        return number < report.gpus().size() ? report.gpus().get(number).card() : Optional.empty();
    }

    private static String text(Optional<String> fact) {
        return fact.orElse(UNKNOWN);
    }

    private static String setting(String getter) {
        try {
            return String.valueOf(EngineContext.get().says(getter));
        } catch (UnsatisfiedLinkError e) {
            return UNKNOWN;
        }
    }

    private static Optional<String> cudnn() {
        try {
            return Optional.of(
                    version(
                            NativeLibrary.getInstance("libcudnn.so.9")
                                    .getFunction("cudnnGetVersion")
                                    .invokeLong(new Object[0])));
        } catch (UnsatisfiedLinkError e) {
            return Optional.empty();
        }
    }

    /** Such as 9.7.1 for 90701. */
    static String version(long number) {
        return "%s.%s.%s".formatted(number / 10_000, number / 100 % 100, number % 100);
    }
}
