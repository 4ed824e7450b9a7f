package etude.trainer.engine;

import ai.djl.Device;
import com.sun.jna.NativeLibrary;
import etude.trainer.gpu.EngineLibrary;
import etude.trainer.gpu.GraphicsCard;
import etude.trainer.gpu.NvidiaDriver;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What computes on a device and how it was set, for the record of an attempt, as texts by name.
 * What nothing tells is left out.
 */
public final class DeviceFacts {
    /** The end of a version as PyTorch writes it, as of {@code 2.7.1+cu128}. */
    private static final Pattern BUILD = Pattern.compile(".*\\+cu(\\d+)(\\d)");

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
        put(facts, "flavour", EngineLibrary.flavour());
        put(facts, "gpu", card(report, number).map(GraphicsCard::name));
        put(facts, "driver", report.driver().map(NvidiaDriver::version));
        put(facts, "cuda", report.library().build().flatMap(DeviceFacts::cuda));
        put(facts, "cudnn", cudnn());
        put(facts, "cudnn_benchmark", setting("_ZNK2at7Context14benchmarkCuDNNEv"));
        put(facts, "deterministic", setting("_ZNK2at7Context23deterministicAlgorithmsEv"));
        put(facts, "tf32_convolutions", setting("_ZNK2at7Context14allowTF32CuDNNEv"));
        put(facts, "tf32_products", setting("_ZNK2at7Context15allowTF32CuBLASEv"));
        put(facts, "tf32_override", Optional.ofNullable(System.getenv(Devices.TF32_OVERRIDE)));
        return facts;
    }

    private static void put(Map<String, String> facts, String name, Optional<String> fact) {
        fact.ifPresent(text -> facts.put(name, text));
    }

    /** Such as 12.8 for {@code 2.7.1+cu128}. */
    static Optional<String> cuda(String build) {
        Matcher matcher = BUILD.matcher(build);
        return matcher.matches()
                ? Optional.of(matcher.group(1) + "." + matcher.group(2))
                : Optional.empty();
    }

    private static Optional<GraphicsCard> card(EngineReport report, int number) {
        return number < report.gpus().size() ? report.gpus().get(number).card() : Optional.empty();
    }

    private static Optional<String> setting(String getter) {
        try {
            return Optional.of(String.valueOf(EngineContext.get().says(getter)));
        } catch (UnsatisfiedLinkError e) {
            return Optional.empty(); // another system's names
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
