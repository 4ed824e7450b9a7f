package etude.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.types.Shape;
import etude.trainer.engine.Precision;
import etude.trainer.engine.ProcessorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The rule, for processors given as data. */
class KernelsTest {
    private static final String CONVOLUTION = "torch.conv2d(";
    private static final String PRODUCT = "torch.linear(";

    @ParameterizedTest
    @CsvSource({
        "768, 128, 512, 128",
        "2080, 192, 768, 104",
        "256, 784, 256, 128",
        "768, 129, 512, 0", // a row is no two pixels
        "255, 784, 256, 0", // too few rows
        "256, 128, 128, 0", // too few multiplications
        "257, 512, 333, 0", // no divisor from 32 to 128
    })
    void largeProductsAreConvolvedOnAmdWithAvx512(
            long rows, long inputs, long outputs, long piece) {
        Kernels amd = Kernels.of(ProcessorType.AMD_AVX512, 1);

        assertThat(amd.piece(rows, inputs, outputs)).isEqualTo(piece);
    }

    @ParameterizedTest
    @EnumSource(value = ProcessorType.class, mode = EnumSource.Mode.EXCLUDE, names = "AMD_AVX512")
    void allProductsArePlainOnOthers(ProcessorType type) {
        assertThat(Kernels.of(type, 2).piece(2080, 192, 768)).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "AMD_AVX512, 2, 12, 64, false",
        "AMD_AVX512, 2, 12, 128, false",
        "AMD_AVX512, 2, 12, 129, true", // long
        "AMD_AVX512, 2, 128, 17, true", // short
        "AMD_AVX512, 2, 2, 64, true", // few
        "AMD_AVX512, 1, 12, 64, true",
        "AMD_AVX2, 2, 12, 64, false",
        "OTHER, 2, 12, 64, false",
        "INTEL_AVX512, 2, 12, 64, true",
        "INTEL_AVX512, 1, 12, 64, true",
    })
    void attentionIsFusedWhereThatIsFaster(
            ProcessorType type, int threads, long examples, long length, boolean fused) {
        assertThat(Kernels.of(type, threads).fuse(new Shape(examples, length, 3, 4, 32)))
                .isEqualTo(fused);
    }

    @ParameterizedTest
    @EnumSource(ProcessorType.class)
    void noProcessorHasASayOnAGpu(ProcessorType type) {
        assertThat(Kernels.of(Device.gpu(), type, 2)).isEqualTo(Kernels.ofGpu());
    }

    @Test
    void aGpuHasPlainProductsConvolutionsAndFusedAttention() {
        Kernels gpu = Kernels.ofGpu();

        assertThat(gpu.piece(2080, 192, 768)).isZero();
        assertThat(gpu.fuse(new Shape(12, 16, 3, 4, 32))).isTrue();
        assertThat(pointwise(gpu)).contains(CONVOLUTION).doesNotContain(PRODUCT);
    }

    @Test
    void noConvolutionOfSinglePixelsReachesACpu() {
        assertThat(pointwise(Kernels.of(ProcessorType.OTHER, 1)))
                .contains(PRODUCT)
                .doesNotContain(CONVOLUTION);
    }

    @Test
    void bfloat16IsNeverConvolved() {
        Pass pass =
                new Pass(
                        new Shape(12, 64, 128),
                        Precision.BFLOAT16,
                        Kernels.of(ProcessorType.AMD_AVX512, 1),
                        true);

        assertThat(ProductKernels.linear(512, true).text(pass)).contains(PRODUCT);
    }

    private static String pointwise(Kernels kernels) {
        Pass pass = new Pass(new Shape(16, 64, 8, 8), Precision.FLOAT32, kernels, true);
        return ProductKernels.convolution(512, 1, 1, true).text(pass);
    }
}
