package etude.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import etude.trainer.engine.Precision;
import etude.trainer.engine.TestDevice;
import etude.trainer.engine.TorchScript;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Both forms of attention against the plain one in float64. */
class AttentionKernelsTest {
    @ParameterizedTest
    @CsvSource({"true, 1, 16, 4, 8", "true, 3, 70, 2, 32", "false, 2, 65, 3, 64"})
    void bothFormsWithTheirGradients(
            boolean causal, long examples, long length, long heads, long width) {
        Shape shape = new Shape(examples, length, 3, heads, width);
        AttentionKernels attention = new AttentionKernels(causal);
        Pass pass = new Pass(shape, Precision.FLOAT32, Kernels.ofGpu(), true);
        try (NDManager manager = TestDevice.manager()) {
            manager.getEngine().setRandomSeed(1);
            NDArray input = manager.randomNormal(shape);
            NDArray factors = manager.randomNormal(new Shape(examples * length, heads * width));
            // in the type of its input, so that float64 stays float64
            String plain = attention.plain(shape).text(pass);
            String right =
                    plain.replace("torch.softmax(scores, -1, 6)", "torch.softmax(scores, -1)");
            NDArray expected = result(right, input.toType(DataType.FLOAT64, true), factors);
            for (String text : new String[] {plain, attention.fused(shape).text(pass)}) {
                NDArray found = result(text, input.duplicate(), factors);
                double error =
                        found.toType(DataType.FLOAT64, false).sub(expected).norm().getDouble();
                assertThat(error / expected.norm().getDouble()).isCloseTo(0, within(1e-6));
            }
        }
    }

    /** Output and gradient side by side. */
    private static NDArray result(String text, NDArray input, NDArray factors) {
        NDArray weights = factors.toType(input.getDataType(), true);
        input.setRequiresGradient(true);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector();
                TorchScript kernel = TorchScript.compile(input.getManager(), text)) {
            NDArray output = kernel.differentiable(input).head();
            collector.backward(output.mul(weights).sum());
            return output.stopGradient().flatten().concat(input.getGradient().flatten());
        }
    }
}
