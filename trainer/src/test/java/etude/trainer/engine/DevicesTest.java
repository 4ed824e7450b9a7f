package etude.trainer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.EngineException;
import etude.datasets.EtudeException;
import org.junit.jupiter.api.Test;

class DevicesTest {
    @Test
    void aLibraryWithoutKernelsForTheCardIsSaidInASentence() {
        EngineException failure =
                new EngineException(
                        "CUDA error: no kernel image is available for execution on the device\nCUDA kernel errors might");
        assertThat(Devices.explained(failure))
                .isInstanceOf(EtudeException.class)
                .hasMessageStartingWith("the GPU cannot run ")
                .hasMessageEndingWith(
                        "(CUDA error: no kernel image is available for execution on the device); `etude doctor` says which build has kernels for it");
    }

    @Test
    void whatNobodyKnowsStaysAsItIs() {
        EngineException failure = new EngineException("shape '[3]' is invalid");
        assertThat(Devices.explained(failure)).isSameAs(failure);
    }
}
