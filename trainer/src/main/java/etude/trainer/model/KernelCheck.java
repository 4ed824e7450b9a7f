package etude.trainer.model;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import etude.trainer.engine.Devices;
import etude.trainer.engine.HostCopy;
import etude.trainer.engine.Precision;
import etude.trainer.engine.ProcessorType;
import etude.trainer.engine.TorchScript;
import java.util.Comparator;
import java.util.List;

/**
 * Whether the engine computes layers as they are defined, on one of this machine's devices. The
 * libraries under it choose their code by processor and shape, and some of that code is wrong
 * (docs/engine.md). In float64 they have other code, which is compared with.
 */
public final class KernelCheck {
    /** Beyond this a float32 result is not imprecise but wrong. */
    public static final double TOLERANCE = 1e-4;

    private static final String WITH_GRADIENTS =
            """
            def forward(self: __torch__.M, x: Tensor, weight: Tensor) -> List[Tensor]:
              y = (self).layer(x, weight, )
              g = torch.grad([torch.sum(torch.mul(y, y))], [x, weight])
              return [torch.detach(y), unchecked_cast(Tensor, g[0]), unchecked_cast(Tensor, g[1])]
            """;

    private KernelCheck() {}

    /**
     * What was found of a layer.
     *
     * @param layer in words
     * @param difference of its output or gradients from float64, relative to their norm: the
     *     largest
     */
    public record Result(String layer, double difference) {}

    /**
     * The layer that is furthest off on a device.
     *
     * @param device as {@link Devices#resolve} takes it
     */
    public static Result worst(String device) {
        try (NDManager manager = NDManager.newBaseManager(Devices.resolve(device))) {
            return List.of(
                            linear(manager, 768, 128, 512),
                            linear(manager, 128, 784, 256),
                            convolution(manager, 3, 1, 3, 16),
                            convolution(manager, 3, 1, 64, 64),
                            convolution(manager, 3, 2, 16, 32),
                            convolution(manager, 1, 2, 64, 512))
                    .stream()
                    .max(Comparator.comparingDouble(Result::difference))
                    .orElseThrow();
        }
    }

    private static Result linear(NDManager manager, int rows, int inputs, int outputs) {
        NDArray input = manager.randomNormal(new Shape(rows, inputs));
        NDArray weight = manager.randomNormal(new Shape(outputs, inputs));
        return new Result(
                "a linear layer of %d rows, %d inputs and %d outputs"
                        .formatted(rows, inputs, outputs),
                difference(ProductKernels.linear(outputs, false), input, weight));
    }

    private static Result convolution(
            NDManager manager, int kernel, int stride, int inputs, int outputs) {
        NDArray input = manager.randomNormal(new Shape(16, 16, 16, inputs)).transpose(0, 3, 1, 2);
        NDArray weight =
                manager.randomNormal(new Shape(outputs, kernel, kernel, inputs))
                        .transpose(0, 3, 1, 2);
        return new Result(
                "a %1$dx%1$d convolution with stride %2$d, %3$d channels to %4$d"
                        .formatted(kernel, stride, inputs, outputs),
                difference(
                        ProductKernels.convolution(outputs, kernel, stride, false), input, weight));
    }

    private static double difference(Kernel layer, NDArray input, NDArray weight) {
        Kernels kernels = Kernels.of(input.getDevice(), ProcessorType.ofThisMachine(), 1);
        Pass pass = new Pass(input.getShape(), Precision.FLOAT32, kernels, true);
        String text = layer.text(pass).replace("def forward(", "def layer(");
        try (TorchScript kernel = TorchScript.compile(input.getManager(), text + WITH_GRADIENTS)) {
            NDList found = results(kernel, input, weight, DataType.FLOAT32);
            NDList right = results(kernel, input, weight, DataType.FLOAT64);
            double worst = 0;
            for (int i = 0; i < right.size(); i++) {
                NDArray error = found.get(i).toType(DataType.FLOAT64, false).sub(right.get(i));
                worst = Math.max(worst, norm(error) / norm(right.get(i)));
            }
            return worst;
        }
    }

    /** The output, and the gradients of input and weight. */
    @SuppressWarnings("try") // the collector only has to be open while the kernel runs
    private static NDList results(
            TorchScript kernel, NDArray input, NDArray weight, DataType type) {
        NDArray x = input.toType(type, true);
        NDArray w = weight.toType(type, true);
        x.setRequiresGradient(true);
        w.setRequiresGradient(true);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            return kernel.differentiable(x, w);
        }
    }

    private static double norm(NDArray array) {
        return HostCopy.doubles(array.norm())[0];
    }
}
