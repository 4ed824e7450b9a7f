package etude.trainer.run;

import ai.djl.Device;
import etude.trainer.engine.GpuEngine;
import etude.trainer.files.JsonObject;
import etude.trainer.gpu.EngineLibrary;
import etude.trainer.gpu.GraphicsCard;
import etude.trainer.gpu.NvidiaDriver;
import etude.trainer.gpu.VisibleCards;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The GPU of an attempt and what computed on it; what nothing told is empty.
 *
 * @param name of the card
 * @param driver its version
 * @param build of PyTorch, such as {@code 2.7.1+cu128}
 * @param flavour of the engine's bridge to it, such as {@code cu128}
 * @param engine what it says of itself
 */
public record GpuFacts(
        Optional<String> name,
        Optional<String> driver,
        Optional<String> build,
        Optional<String> flavour,
        GpuEngine engine) {
    /** Those of a device of this process; empty of a CPU. */
    static Optional<GpuFacts> of(Device device) {
        if (!device.isGpu()) {
            return Optional.empty();
        }
        Optional<NvidiaDriver> driver = NvidiaDriver.ofThisProcess();
        List<Optional<GraphicsCard>> visible =
                VisibleCards.toThisProcess(driver.map(NvidiaDriver::cards).orElse(List.of()));
        int number = device.getDeviceId();
        Optional<GraphicsCard> card =
                number < visible.size() ? visible.get(number) : Optional.empty();
        return Optional.of(
                new GpuFacts(
                        card.map(GraphicsCard::name),
                        driver.map(NvidiaDriver::version),
                        EngineLibrary.ofThisProcess().build(),
                        EngineLibrary.flavour(),
                        GpuEngine.ofThisProcess()));
    }

    /** As a file has them. */
    public Map<String, Object> members() {
        Map<String, Object> members = new LinkedHashMap<>();
        name.ifPresent(text -> members.put("name", text));
        driver.ifPresent(text -> members.put("driver", text));
        engine.cuda().ifPresent(text -> members.put("cuda", text));
        engine.cudnn().ifPresent(text -> members.put("cudnn", text));
        build.ifPresent(text -> members.put("build", text));
        flavour.ifPresent(text -> members.put("flavour", text));
        engine.choices()
                .ifPresent(
                        choices -> {
                            members.put("tf32_products", choices.tf32Products());
                            members.put("tf32_convolutions", choices.tf32Convolutions());
                            members.put("cudnn_benchmark", choices.cudnnBenchmark());
                        });
        return members;
    }

    static GpuFacts read(JsonObject object) throws IOException {
        Optional<GpuEngine.Choices> choices =
                object.has("cudnn_benchmark")
                        ? Optional.of(
                                new GpuEngine.Choices(
                                        object.truth("tf32_products"),
                                        object.truth("tf32_convolutions"),
                                        object.truth("cudnn_benchmark")))
                        : Optional.empty();
        return new GpuFacts(
                object.optionalText("name"),
                object.optionalText("driver"),
                object.optionalText("build"),
                object.optionalText("flavour"),
                new GpuEngine(object.optionalText("cuda"), object.optionalText("cudnn"), choices));
    }
}
