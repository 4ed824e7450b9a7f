package etude.trainer.model;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import etude.trainer.engine.Devices;
import etude.trainer.engine.Precision;
import etude.trainer.engine.ProcessorType;
import etude.trainer.engine.TorchScript;
import java.util.List;

/**
 * Times both kernels of each choice that {@link Kernels} makes, forward and backward in turn, and
 * prints where another choice would have been faster. Argument: the number of threads.
 */
final class KernelBenchmark {
    /** A choice counts as wrong from here on; less is noise. */
    private static final double WRONG = 1.1;

    private static final int ROUNDS = 9;
    private static final double BURST_SECONDS = 0.03;

    /** Rows, inputs and outputs of linear layers. */
    private static final List<Shape> PRODUCTS =
            List.of(
                    new Shape(128, 784, 256),
                    new Shape(128, 4096, 1024),
                    new Shape(256, 128, 512),
                    new Shape(768, 128, 128),
                    new Shape(768, 128, 512),
                    new Shape(768, 512, 128),
                    new Shape(2080, 192, 192),
                    new Shape(2080, 192, 768),
                    new Shape(2048, 768, 768));

    /** (N, length, 3, heads, head width), causal. */
    private static final List<Shape> ATTENTIONS =
            List.of(
                    new Shape(1, 16, 3, 4, 8),
                    new Shape(1, 64, 3, 4, 32),
                    new Shape(2, 64, 3, 4, 32),
                    new Shape(4, 64, 3, 4, 32),
                    new Shape(12, 64, 3, 4, 32),
                    new Shape(128, 17, 3, 4, 32),
                    new Shape(32, 65, 3, 3, 64),
                    new Shape(8, 128, 3, 8, 32),
                    new Shape(4, 256, 3, 8, 64),
                    new Shape(2, 512, 3, 8, 64));

    /** Activations, of which three in ten are dropped. */
    private static final List<Shape> DROPOUTS =
            List.of(
                    new Shape(128, 128),
                    new Shape(256, 256),
                    new Shape(768, 128),
                    new Shape(2048, 768),
                    new Shape(128, 32, 32, 32));

    private final NDManager manager;
    private final Kernels rule;

    private KernelBenchmark(NDManager manager, Kernels rule) {
        this.manager = manager;
        this.rule = rule;
    }

    public static void main(String[] arguments) {
        int threads = Integer.parseInt(arguments[0]);
        Devices.configure(threads, Precision.FLOAT32, false);
        ProcessorType type = ProcessorType.ofThisMachine();
        System.out.printf("%s, threads: %s; milliseconds, forward and backward%n", type, threads);
        try (NDManager manager = NDManager.newBaseManager(Devices.resolve("cpu"))) {
            KernelBenchmark benchmark = new KernelBenchmark(manager, Kernels.of(type, threads));
            System.out.println("product (rows, inputs, outputs): linear, convolved");
            PRODUCTS.forEach(benchmark::product);
            System.out.println("attention (N, length, 3, heads, width): fused, plain");
            ATTENTIONS.forEach(benchmark::attention);
            System.out.println("dropout of these activations: the engine's, compared");
            DROPOUTS.forEach(benchmark::dropout);
        }
    }

    private void product(Shape shape) {
        Shape input = shape.slice(0, 2);
        long outputs = shape.get(2);
        Kernels linear = Kernels.of(ProcessorType.OTHER, 1);
        Kernel layer = ProductKernels.linear(outputs, true);
        KernelText pairs =
                ProductKernels.pairs(
                        "linear.txt", input, outputs, true, Kernels.piece(shape.get(0)));
        compare(
                shape,
                layer.text(pass(input, linear)),
                pairs.text(pass(input, linear)),
                layer.text(pass(input, rule)),
                input,
                new Shape(outputs, shape.get(1)),
                new Shape(outputs));
    }

    private void attention(Shape shape) {
        AttentionKernels layer = new AttentionKernels(true);
        Pass pass = pass(shape, rule);
        compare(
                shape,
                layer.fused(shape).text(pass),
                layer.plain(shape).text(pass),
                layer.text(pass),
                shape);
    }

    private void dropout(Shape shape) {
        DropoutKernels layer = new DropoutKernels(0.3);
        Pass pass = pass(shape, rule);
        compare(
                shape,
                layer.engines().text(pass),
                layer.compared().text(pass),
                layer.text(pass),
                shape);
    }

    private static Pass pass(Shape input, Kernels kernels) {
        return new Pass(input, Precision.FLOAT32, kernels, true);
    }

    private void compare(Shape what, String first, String second, String chosen, Shape... inputs) {
        try (NDManager scope = manager.newSubManager()) {
            NDArray[] arrays = new NDArray[inputs.length];
            for (int i = 0; i < inputs.length; i++) {
                arrays[i] = scope.randomNormal(inputs[i]);
                arrays[i].setRequiresGradient(true);
            }
            TorchScript one = TorchScript.compile(scope, first);
            TorchScript other = TorchScript.compile(scope, second);
            double fastest = Double.POSITIVE_INFINITY;
            double others = Double.POSITIVE_INFINITY;
            int count = Math.max(1, (int) (BURST_SECONDS / Math.max(1e-9, burst(one, arrays, 3))));
            burst(other, arrays, 3);
            for (int round = 0; round < ROUNDS; round++) {
                fastest = Math.min(fastest, burst(one, arrays, count));
                others = Math.min(others, burst(other, arrays, count));
            }
            print(what, fastest, others, chosen.equals(second));
        }
    }

    private static void print(Shape what, double first, double second, boolean secondChosen) {
        double lost = secondChosen ? second / first : first / second;
        System.out.printf(
                "  %-24s %8.3f %8.3f  rule: %s%s%n",
                what,
                first * 1e3,
                second * 1e3,
                secondChosen ? "second" : "first",
                lost > WRONG ? ", DISAGREES: the other is %.2f times as fast".formatted(lost) : "");
    }

    /** Seconds of one pass. */
    private double burst(TorchScript kernel, NDArray[] arrays, int count) {
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            try (NDManager scope = manager.newSubManager();
                    GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                NDArray result = kernel.differentiable(arrays).head();
                result.attach(scope);
                NDArray sum = result.sum();
                sum.attach(scope);
                collector.backward(sum);
            }
        }
        return (System.nanoTime() - start) / 1e9 / count;
    }
}
