package etude.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import etude.trainer.engine.Precision;
import etude.trainer.engine.ProcessorType;
import etude.trainer.engine.TestDevice;
import etude.trainer.engine.TorchScript;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Products and convolutions against the same in float64, which takes another way through the
 * engine. Many of these shapes are those for which convolutions of single pixels are computed
 * wrongly.
 */
class ProductKernelsTest {
    private static final String LINEAR = "torch.linear(x, weight, bias)";
    private static final String CONVOLUTION =
            "torch.conv2d(x, weight, bias, [%1$d, %1$d], [%2$d, %2$d], [1, 1], 1)";

    private static final Kernels CONVOLVED = Kernels.of(ProcessorType.AMD_AVX512, 1);

    /** The ways of products on CPUs. */
    private static final List<Kernels> ALL = List.of(CONVOLVED, Kernels.of(ProcessorType.OTHER, 1));

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = TestDevice.manager();
        manager.getEngine().setRandomSeed(1);
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @ParameterizedTest
    @CsvSource({
        "768, 128, 512",
        "528, 300, 110",
        "384, 512, 512",
        "2080, 192, 768",
        "256, 784, 256",
        "2048, 150, 80",
        "257, 512, 333",
        "1040, 128, 129",
        "300, 401, 200",
        "128, 1024, 1024",
        "9, 30, 7"
    })
    void linearLayersOfAllSizes(int rows, int inputs, int outputs) {
        Operands operands =
                operands(
                        new Shape(rows, inputs),
                        new Shape(outputs, inputs),
                        new Shape(rows, outputs));

        Kernel layer = ProductKernels.linear(operands.weight().getShape().get(0), true);
        assertAgrees(layer, LINEAR, operands, Precision.FLOAT32, 1e-5f);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, 16, 8, 128, 512",
        "1, 2, 8, 8, 64, 512",
        "1, 2, 32, 16, 16, 112",
        "1, 2, 1, 14, 110, 110",
        "1, 1, 16, 16, 24, 320",
        "1, 2, 4, 7, 3, 80",
        "1, 1, 2, 1, 64, 96",
        "1, 2, 16, 16, 128, 512",
        "3, 1, 16, 8, 64, 80",
        "3, 1, 2, 1, 64, 512",
        "3, 2, 4, 2, 256, 512",
        "3, 2, 16, 16, 16, 112",
        "3, 1, 1, 14, 3, 64"
    })
    void convolutionsOfAllSizes(
            int kernel, int stride, int batch, int size, int inputs, int outputs) {
        int side = (size + 2 * (kernel / 2) - kernel) / stride + 1;
        Operands operands =
                operands(
                        new Shape(batch, size, size, inputs),
                        new Shape(outputs, kernel, kernel, inputs),
                        new Shape(batch, side, side, outputs));
        String reference = CONVOLUTION.formatted(stride, kernel / 2);
        Kernel layer = ProductKernels.convolution(outputs, kernel, stride, true);
        Operands images = operands.channelsLast();

        assertAgrees(layer, reference, images, Precision.FLOAT32, 1e-5f);
        assertAgrees(layer, reference, images, Precision.BFLOAT16, 2e-2f);
    }

    @Test
    void windowsOfTokens() {
        Operands operands =
                operands(new Shape(12, 64, 128), new Shape(512, 128), new Shape(12, 64, 512));

        Kernel layer = ProductKernels.linear(operands.weight().getShape().get(0), true);
        assertAgrees(layer, LINEAR, operands, Precision.FLOAT32, 1e-5f);
    }

    @Test
    void planarImages() {
        Operands operands =
                operands(
                        new Shape(16, 128, 8, 8),
                        new Shape(512, 128, 1, 1),
                        new Shape(16, 512, 8, 8));
        Kernel layer = ProductKernels.convolution(512, 1, 1, true);

        assertAgrees(layer, CONVOLUTION.formatted(1, 0), operands, Precision.FLOAT32, 1e-5f);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void withoutBiasIsABiasOfZero(int kernel) {
        Operands images =
                operands(
                                new Shape(16, 8, 8, 96),
                                new Shape(64, kernel, kernel, 96),
                                new Shape(16, 8, 8, 64))
                        .channelsLast();
        NDArray zero = images.bias().zerosLike();
        Pass pass = pass(images.input(), Precision.FLOAT32, CONVOLVED);
        String with = ProductKernels.convolution(64, kernel, 1, true).text(pass);
        String without = ProductKernels.convolution(64, kernel, 1, false).text(pass);

        NDArray expected =
                TorchScript.compile(manager, with)
                        .differentiable(images.input(), images.weight(), zero)
                        .head();
        assertThat(
                        TorchScript.compile(manager, without)
                                .differentiable(images.input(), images.weight())
                                .head())
                .isEqualTo(expected);
    }

    /**
     * The gradient of a channels-last image is channels-last, so that no layer before it copies.
     */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    @SuppressWarnings("try") // the collector only has to be open while the kernel runs
    void gradientsKeepTheLayout(int stride) {
        Operands images =
                operands(new Shape(16, 8, 8, 96), new Shape(64, 1, 1, 96), new Shape(1, 1, 1, 1))
                        .channelsLast();
        String text =
                ProductKernels.convolution(64, 1, stride, false)
                                .text(pass(images.input(), Precision.FLOAT32, CONVOLVED))
                                .replace("forward(", "layer(")
                        + """
                        def forward(self: __torch__.M, x: Tensor, weight: Tensor) -> Tensor:
                          y = (self).layer(x, weight, )
                          g = unchecked_cast(Tensor, torch.grad([torch.sum(torch.mul(y, y))], [x])[0])
                          return torch.add(torch.mul(torch.sum(g), 0), torch.stride(g, 1))
                        """;
        images.input().setRequiresGradient(true);
        images.weight().setRequiresGradient(true);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            float distanceOfChannels =
                    TorchScript.compile(manager, text)
                            .differentiable(images.input(), images.weight())
                            .head()
                            .getFloat();
            assertThat(distanceOfChannels).isEqualTo(1);
        }
    }

    /** Of a kernel, and what its result is multiplied by before it is summed up. */
    private record Operands(NDArray input, NDArray weight, NDArray bias, NDArray factors) {
        Operands channelsLast() {
            return new Operands(planes(input), planes(weight), bias, planes(factors));
        }

        private static NDArray planes(NDArray array) {
            return array.transpose(0, 3, 1, 2);
        }

        Operands as(DataType type) {
            return new Operands(
                    input.toType(type, true),
                    weight.toType(type, true),
                    bias.toType(type, true),
                    factors.toType(type, true));
        }
    }

    private static Pass pass(NDArray input, Precision precision, Kernels kernels) {
        return new Pass(input.getShape(), precision, kernels, true);
    }

    private Operands operands(Shape input, Shape weight, Shape output) {
        return new Operands(
                manager.randomNormal(input),
                manager.randomNormal(weight),
                manager.randomNormal(new Shape(weight.get(0))),
                manager.randomNormal(output));
    }

    private void assertAgrees(
            Kernel layer,
            String reference,
            Operands operands,
            Precision precision,
            float tolerance) {
        String source =
                "def forward(self: __torch__.M, x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:\n"
                        + "  return %s\n".formatted(reference);
        String none =
                "def forward(self: __torch__.M, x: Tensor) -> Tensor:\n  return torch.clone(x)";
        NDList expected =
                results(source, operands.as(DataType.FLOAT64), TorchScript.compile(manager, none));
        TorchScript cast = TorchScript.cast(manager, precision);
        ALL.stream()
                .map(kernels -> layer.text(pass(operands.input(), precision, kernels)))
                .distinct()
                .forEach(text -> assertClose(results(text, operands, cast), expected, tolerance));
    }

    private static void assertClose(NDList actual, NDList expected, float tolerance) {
        for (int i = 0; i < expected.size(); i++) {
            NDArray right = expected.get(i);
            NDArray found = actual.get(i).toType(DataType.FLOAT64, false);
            assertThat(found.getShape()).isEqualTo(right.getShape());
            double difference = found.sub(right).norm().getDouble();
            assertThat(right.norm().getDouble()).isPositive();
            assertThat(difference / right.norm().getDouble())
                    .as("output, gradients of input, weight and bias: %d", i)
                    .isCloseTo(0, within((double) tolerance));
        }
    }

    /** The output, and the gradients of input, weight and bias. */
    private NDList results(String source, Operands operands, TorchScript cast) {
        TorchScript kernel = TorchScript.compile(manager, source);
        NDList leaves = new NDList(operands.input(), operands.weight(), operands.bias());
        leaves.forEach(leaf -> leaf.setRequiresGradient(true));
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray[] inputs =
                    leaves.stream()
                            .map(leaf -> cast.differentiable(leaf).head())
                            .toArray(NDArray[]::new);
            NDArray output = back(kernel.differentiable(inputs).head(), operands);
            collector.backward(output.mul(operands.factors()).sum());
            NDList results = new NDList(output.stopGradient());
            leaves.forEach(leaf -> results.add(leaf.getGradient().duplicate()));
            collector.zeroGradients();
            return results;
        }
    }

    /** In the type of the operands. */
    private NDArray back(NDArray output, Operands operands) {
        boolean wide = operands.input().getDataType() == DataType.FLOAT64;
        return wide
                ? output
                : TorchScript.cast(manager, Precision.FLOAT32).differentiable(output).head();
    }
}
