package etude.trainer.check;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import etude.trainer.engine.Devices;
import etude.trainer.engine.HostCopy;
import etude.trainer.engine.Precision;
import etude.trainer.engine.TorchScript;
import java.util.Optional;

/**
 * How fast a CPU computes in bfloat16, of which not every processor is capable by itself: seconds
 * of one convolution and one product, forward, in some tens of milliseconds.
 *
 * @param float32 seconds of both
 * @param bfloat16 likewise
 */
public record PrecisionCheck(double float32, double bfloat16) {
    /** Less is noise. */
    private static final double SLOWER = 1.1;

    private static final int ROUNDS = 5;

    private static final String BOTH =
            """
            def forward(self: __torch__.M, images: Tensor, filters: Tensor, x: Tensor, w: Tensor) -> Tensor:
              maps = torch.conv2d(images, filters, None, [1, 1], [1, 1], [1, 1], 1)
              y = torch.linear(x, w)
              return torch.to(torch.add(torch.select(torch.flatten(maps), 0, 0), torch.select(torch.flatten(y), 0, 0)), 6)
            """;

    /** Measures the CPU, with the threads that the engine has. */
    public static PrecisionCheck ofCpu() {
        try (NDManager manager = NDManager.newBaseManager(Devices.resolve("cpu"));
                TorchScript kernel = TorchScript.compile(manager, BOTH)) {
            return new PrecisionCheck(
                    seconds(manager, kernel, Precision.FLOAT32),
                    seconds(manager, kernel, Precision.BFLOAT16));
        }
    }

    private static double seconds(NDManager manager, TorchScript kernel, Precision precision) {
        try (TorchScript cast = TorchScript.cast(manager, precision)) {
            NDArray[] operands = {
                manager.ones(new Shape(32, 16, 16, 32)).transpose(0, 3, 1, 2),
                manager.ones(new Shape(32, 3, 3, 32)).transpose(0, 3, 1, 2),
                manager.ones(new Shape(512, 256)),
                manager.ones(new Shape(256, 256))
            };
            for (int i = 0; i < operands.length; i++) {
                operands[i] = cast.differentiable(operands[i]).head();
            }
            HostCopy.floats(kernel.differentiable(operands).head());
            double fastest = Double.POSITIVE_INFINITY;
            for (int round = 0; round < ROUNDS; round++) {
                long start = System.nanoTime();
                HostCopy.floats(kernel.differentiable(operands).head());
                fastest = Math.min(fastest, (System.nanoTime() - start) / 1e9);
            }
            return fastest;
        }
    }

    /** Advice where bfloat16 is the slower one. */
    public Optional<String> advice() {
        return bfloat16 <= SLOWER * float32
                ? Optional.empty()
                : Optional.of(
                        "precision: bfloat16 is slower than float32 on this processor: a convolution and a product took %.2g ms in it, %.2g in float32; precision: float32 is the faster one here"
                                .formatted(bfloat16 * 1e3, float32 * 1e3));
    }

    /** Another precision than this that the processor is faster in, in a sentence. */
    public Optional<String> faster(Precision precision) {
        return switch (precision) {
            case BFLOAT16 -> advice().map(advice -> advice + ".");
            case FLOAT32, TFLOAT32 ->
                    float32 <= SLOWER * bfloat16
                            ? Optional.empty()
                            : Optional.of(
                                    "precision: bfloat16 may be faster on this processor: a convolution and a product took %.2g ms in it, %.2g in float32; probe it with --set precision=bfloat16, and tune in the precision that you keep."
                                            .formatted(bfloat16 * 1e3, float32 * 1e3));
        };
    }
}
