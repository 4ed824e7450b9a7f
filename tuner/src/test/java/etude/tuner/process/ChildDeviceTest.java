package etude.tuner.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.trainer.config.ConfigException;
import etude.trainer.gpu.ComputeCapability;
import etude.trainer.gpu.EngineLibrary;
import etude.trainer.gpu.GraphicsCard;
import etude.trainer.gpu.Libtorch;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ChildDeviceTest {
    private static final String CARD = "GPU-8932f937-d72c-4106-c12f-20bd9faed9f6";
    private static final String PART = "MIG-GPU-8932f937-d72c-4106-c12f-20bd9faed9f6/1/2";

    private static final EngineLibrary FOR_GPUS =
            new EngineLibrary.Installed(
                    new Libtorch(Path.of("/torch/lib"), Optional.of("2.7.1+cu128"), true));

    @ParameterizedTest
    @ValueSource(strings = {"auto", "cpu"})
    void othersSeeWhatThisProcessSees(String name) {
        ChildDevice device = ChildDevice.parse("--devices", name);
        assertThat(device.inChild()).isEqualTo(name);
        assertThat(device.environment(Optional.empty())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1,1", "gpu:12,12", "gpu,0", CARD + ',' + CARD, PART + ',' + PART})
    void aChildSeesOneGpuAlone(String name, String visible) {
        ChildDevice device = ChildDevice.parse("--devices", name);
        assertThat(device.inChild()).isEqualTo("gpu:0");
        assertThat(device.environment(Optional.empty()))
                .isEqualTo(
                        Map.of("CUDA_VISIBLE_DEVICES", visible, "CUDA_DEVICE_ORDER", "PCI_BUS_ID"));
    }

    @Test
    void numbersCountWhatThisProcessSees() {
        Optional<String> visible = Optional.of("3, " + CARD);
        assertThat(new ChildDevice("0").environment(visible))
                .containsEntry("CUDA_VISIBLE_DEVICES", "3");
        assertThat(new ChildDevice("gpu:1").environment(visible))
                .containsEntry("CUDA_VISIBLE_DEVICES", CARD);
        assertThatThrownBy(() -> new ChildDevice("2").environment(visible))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("shows 2 to this process, numbered from 0");
        assertThatThrownBy(() -> new ChildDevice("gpu").environment(Optional.of("")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("shows 0 to this process");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpu", "1", CARD, PART})
    void aLibraryForCpusHasNoGpu(String name) {
        assertThat(refusal(name, new EngineLibrary.Bundled(), Optional.empty()))
                .contains(
                        name
                                + " asked for, but the engine is the CPU build that comes with Etude, which knows no GPU; use cpu, or see `etude doctor`");
    }

    @ParameterizedTest
    @CsvSource({
        "0, '', true",
        "1, '', true",
        "2, '', false",
        "gpu:2, '', false",
        "gpu, 7, false",
        "GPU-bb, '', true",
        "GPU-cc, '', false",
        "1, '7,0', true",
        "MIG-GPU-cc/1/2, '', true"
    })
    void aGpuIsOneOfTheDrivers(String name, String visible, boolean there) {
        Optional<String> refusal =
                refusal(name, FOR_GPUS, Optional.of(visible).filter(text -> !text.isEmpty()));
        assertThat(refusal.isEmpty()).as(refusal.toString()).isEqualTo(there);
    }

    @Test
    void whereTheDriverDoesNotTellTheEngineWill() {
        assertThat(new ChildDevice("5").refusal(FOR_GPUS, List.of(), Optional.empty())).isEmpty();
    }

    private static Optional<String> refusal(
            String name, EngineLibrary library, Optional<String> visible) {
        return new ChildDevice(name)
                .refusal(library, List.of(card(0, "GPU-aa"), card(1, "GPU-bb")), visible);
    }

    private static GraphicsCard card(int number, String identifier) {
        return new GraphicsCard(
                number, "a card", identifier, new ComputeCapability(9, 0), 1, 0, List.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "gpu:", "gpu:x", "cuda:0", "GPU-", "-1", "0;1", "99999"})
    void anythingElseIsRefused(String name) {
        assertThatThrownBy(() -> ChildDevice.parse("--devices", name))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("--devices: expected auto, cpu, gpu, a GPU's number");
    }
}
