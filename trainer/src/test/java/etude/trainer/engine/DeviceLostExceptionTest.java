package etude.trainer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.EngineException;
import etude.datasets.EtudeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceLostExceptionTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "CUDA error: device-side assert triggered",
                "CUDA error: an illegal memory access was encountered",
                "CUDA error: an illegal instruction was encountered",
                "CUDA error: misaligned address",
                "CUDA error: uncorrectable ECC error encountered",
                "CUDA error: unspecified launch failure",
                "CUDA error: the launch timed out and was terminated",
                "CUDA error: driver shutting down",
                "CUDA error: hardware stack error",
                "CUDA error: invalid program counter",
                "CUDA error: uncorrectable NVLink error detected during the execution",
                "Unable to determine the device handle: GPU is lost",
                "NVRM: Xid (PCI:0000:01:00): 79, GPU has fallen off the bus.",
            })
    void theSentenceHasTheLineThatSaysSo(String line) {
        EngineException fault =
                new EngineException(
                        line + "\nCUDA kernel errors might be asynchronously reported at some");
        assertThat(DeviceLostException.of(new IllegalStateException(fault)))
                .hasValueSatisfying(
                        lost ->
                                assertThat(lost)
                                        .hasMessageStartingWith(
                                                "the GPU faulted and is lost to this process (%s); "
                                                        .formatted(line)));
        assertThat(MemoryFailure.detail(fault)).isEmpty();
    }

    @Test
    void onlyTheEngineIsBelieved() {
        EtudeException other = new EtudeException("data/ecc/xid: no such folder");
        assertThat(DeviceLostException.of(other)).isEmpty();
        assertThat(DeviceLostException.of(new EngineException("specc"))).isEmpty();
    }
}
