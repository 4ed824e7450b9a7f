package etude.trainer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.pytorch.jni.JniUtils;
import com.sun.jna.NativeLibrary;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Asked on the CPU: its build has the same switches, and no CUDA. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
final class GpuEngineTest {
    private static final String CUDA =
            """
            PyTorch built with:
              - GCC 11.2
              - CUDA Runtime 12.8
              - Built with CUDA Runtime 12.6
              - NVCC architecture flags: -gencode;arch=compute_90,code=sm_90
              - CuDNN 90.7.1  (built against CUDA 12.8)
                - Built with CuDNN 90.1
              - Build settings: BLAS_INFO=mkl, CUDA_VERSION=12.8, CUDNN_VERSION=9.7.1, USE_CUDNN=ON
            """;

    @BeforeEach
    void load() {
        Devices.engine();
    }

    @AfterEach
    void leaveTheEngineAsItWas() {
        JniUtils.setBenchmarkCuDNN(false);
    }

    @Test
    void versionsAreThoseThatTheEngineRunsWith() {
        assertThat(GpuEngine.cuda(CUDA)).contains("12.8");
        assertThat(GpuEngine.cudnn(CUDA)).contains("9.7.1");
        assertThat(GpuEngine.cudnn("  - CuDNN 91.0.2\n")).contains("9.10.2");
        assertThat(GpuEngine.cudnn("  - CuDNN 90.1\n")).contains("9.1.0");
        assertThat(GpuEngine.cudnn("  - CuDNN 8.9.2\n")).contains("8.9.2");
    }

    @Test
    void aBuildWithoutCudaSaysNoVersions() {
        assertThat(GpuEngine.configuration(NativeLibrary.getInstance("torch_cpu")))
                .startsWith("PyTorch built with:\n")
                .contains("GCC");
        GpuEngine engine = GpuEngine.ofThisProcess();
        assertThat(engine.cuda()).isEmpty();
        assertThat(engine.cudnn()).isEmpty();
    }

    @Test
    void choicesAreWhatTheEngineWouldDo() {
        NativeLibrary library = NativeLibrary.getInstance("torch_cpu");
        assertThat(GpuEngine.choices(library, false))
                .contains(new GpuEngine.Choices(false, true, false));
        JniUtils.setBenchmarkCuDNN(true);
        assertThat(GpuEngine.choices(library, false))
                .contains(new GpuEngine.Choices(false, true, true));
        assertThat(GpuEngine.choices(library, true))
                .as("where NVIDIA_TF32_OVERRIDE is 0")
                .contains(new GpuEngine.Choices(false, false, true));
    }
}
