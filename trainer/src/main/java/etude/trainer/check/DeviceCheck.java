package etude.trainer.check;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import etude.datasets.EtudeException;
import etude.trainer.engine.Devices;
import etude.trainer.engine.HostCopy;
import etude.trainer.engine.Precision;
import etude.trainer.engine.TorchScript;
import etude.trainer.model.KernelCheck;
import java.util.Arrays;

/**
 * What one device made of a little of everything that training needs.
 *
 * @param firstSeconds until it gave its first number: on a GPU, its context and kernels are loaded
 * @param kernels the layer, with its gradients, that is furthest off from float64
 * @param bfloat16Difference of a product in bfloat16 from float32, relative to its norm
 * @param copiedRight whether numbers came back from the device as they were
 * @param copyBytesPerSecond to the device and back
 * @param float32 operations per second of a product, without TF32
 * @param bfloat16 operations per second of a product
 * @param memoryBytesPerSecond that it reads and writes
 */
public record DeviceCheck(
        double firstSeconds,
        KernelCheck.Result kernels,
        double bfloat16Difference,
        boolean copiedRight,
        double copyBytesPerSecond,
        double float32,
        double bfloat16,
        double memoryBytesPerSecond) {
    /** bfloat16 has 8 bits of mantissa; beyond this a product is not imprecise but wrong. */
    public static final double BFLOAT16_TOLERANCE = 2e-2;

    private static final int COPIED = 1 << 20;
    private static final int COMPARED_PRODUCT = 256;
    private static final int SMALLEST_PRODUCT = 1024;
    private static final int LARGEST_PRODUCT = 8192;
    private static final int FEWEST_NUMBERS = 1 << 22;
    private static final int MOST_NUMBERS = 1 << 28;

    /** What takes less is measured again with more to do. */
    private static final double LONG_ENOUGH = 0.02;

    private static final int REPETITIONS = 3;

    private static final String PRODUCT =
            """
            def forward(self: __torch__.M, a: Tensor, b: Tensor) -> Tensor:
              y = torch.matmul(a, b)
              return torch.to(torch.select(torch.select(y, 0, 0), 0, 0), 6)
            """;

    private static final String SUM =
            """
            def forward(self: __torch__.M, a: Tensor, b: Tensor) -> Tensor:
              y = torch.add(a, b)
              return torch.select(y, 0, 0)
            """;

    private static final String DIFFERENCE =
            """
            def forward(self: __torch__.M, a: Tensor, b: Tensor) -> Tensor:
              x = torch.matmul(torch.to(a, 15), torch.to(b, 15))
              y = torch.matmul(a, b)
              return torch.div(torch.norm(torch.sub(torch.to(x, 6), y)), torch.norm(y))
            """;

    /**
     * Lets a device compute, for a second or so.
     *
     * @param name as {@link Devices#resolve} takes it
     * @throws EtudeException when it cannot
     */
    public static DeviceCheck of(String name) {
        Device device = Devices.resolve(name);
        try (NDManager manager = NDManager.newBaseManager(device)) {
            double first = first(manager);
            Copy copy = Copy.there(manager);
            return new DeviceCheck(
                    first,
                    KernelCheck.worst(name),
                    difference(manager),
                    copy.right(),
                    copy.bytesPerSecond(),
                    product(manager, Precision.FLOAT32),
                    product(manager, Precision.BFLOAT16),
                    memory(manager));
        } catch (EngineException e) {
            String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new EtudeException("%s does not compute: %s".formatted(name, reason), e);
        }
    }

    private static double first(NDManager manager) {
        long start = System.nanoTime();
        HostCopy.floats(manager.ones(new Shape(1)).add(1));
        return seconds(start);
    }

    private record Copy(boolean right, double bytesPerSecond) {
        /** To the device and back. */
        static Copy there(NDManager manager) {
            float[] numbers = new float[COPIED];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = i;
            }
            boolean right = true;
            double rate = 0;
            for (int i = 0; i < REPETITIONS; i++) {
                long start = System.nanoTime();
                float[] back = HostCopy.floats(manager.create(numbers));
                rate = Math.max(rate, 2.0 * Float.BYTES * numbers.length / seconds(start));
                right &= Arrays.equals(numbers, back);
            }
            return new Copy(right, rate);
        }
    }

    private static double difference(NDManager manager) {
        Shape shape = new Shape(COMPARED_PRODUCT, COMPARED_PRODUCT);
        try (TorchScript kernel = TorchScript.compile(manager, DIFFERENCE)) {
            return HostCopy.floats(
                    kernel.differentiable(manager.randomNormal(shape), manager.randomNormal(shape))
                            .head())[0];
        }
    }

    /** Operations per second: the best of sizes that grow until one takes long enough. */
    private static double product(NDManager manager, Precision precision) {
        double rate = 0;
        try (TorchScript cast = TorchScript.cast(manager, precision);
                TorchScript kernel = TorchScript.compile(manager, PRODUCT)) {
            double seconds = 0;
            for (int size = SMALLEST_PRODUCT;
                    size <= LARGEST_PRODUCT && seconds < LONG_ENOUGH;
                    size *= 2) {
                try (NDManager scope = manager.newSubManager()) {
                    NDArray numbers = scope.ones(new Shape(size, size));
                    NDArray matrix = cast.differentiable(numbers).head();
                    seconds = seconds(kernel, matrix, matrix);
                    rate = Math.max(rate, 2.0 * size * size * size / seconds);
                }
            }
        }
        return rate;
    }

    /** Bytes per second in the same way: two numbers are read and one is written for each sum. */
    private static double memory(NDManager manager) {
        double rate = 0;
        try (TorchScript kernel = TorchScript.compile(manager, SUM)) {
            double seconds = 0;
            for (int count = FEWEST_NUMBERS;
                    count <= MOST_NUMBERS && seconds < LONG_ENOUGH;
                    count *= 2) {
                try (NDManager scope = manager.newSubManager()) {
                    NDArray a = scope.zeros(new Shape(count));
                    seconds = seconds(kernel, a, scope.ones(new Shape(count)));
                    rate = Math.max(rate, 3.0 * Float.BYTES * count / seconds);
                }
            }
        }
        return rate;
    }

    /**
     * Seconds of the fastest of some runs, since other work may delay one. Only reading its result
     * waits for the device.
     */
    private static double seconds(TorchScript kernel, NDArray a, NDArray b) {
        HostCopy.floats(kernel.differentiable(a, b).head());
        double fastest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < REPETITIONS; i++) {
            long start = System.nanoTime();
            HostCopy.floats(kernel.differentiable(a, b).head());
            fastest = Math.min(fastest, seconds(start));
        }
        return fastest;
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
