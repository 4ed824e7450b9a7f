package etude.trainer.bench;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import etude.trainer.config.DistributedConfig;
import etude.trainer.config.TimeLimit;
import etude.trainer.distributed.Ranks;
import etude.trainer.distributed.VectorSum;
import etude.trainer.engine.Devices;
import etude.trainer.engine.Precision;
import etude.trainer.engine.TorchScript;
import java.util.Arrays;
import java.util.List;

/** Times one sum of a vector over all ranks, beside one copy of it within the memory. */
final class SumsMain {
    private static final int ROUNDS = 15;
    private static final List<Long> SIZES = List.of(1_000_000L, 25_000_000L, 124_000_000L);
    private static final String COPY =
            "def forward(self: __torch__.M, into: Tensor, values: Tensor) -> Tensor:\n  return torch.copy_(into, values)";

    private SumsMain() {}

    public static void main(String[] arguments) {
        Ranks ranks = Ranks.join(System.getenv(), System.err::println);
        Devices.configure(1, Precision.FLOAT32, false);
        try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
                TorchScript copy = TorchScript.compile(manager, COPY)) {
            if (ranks.leads()) {
                System.out.printf(
                        "| million floats, %d ranks | ordered, ms | fast, ms | bfloat16, ms | copy, ms |%n|---:|---:|---:|---:|---:|%n",
                        ranks.size());
            }
            for (long size : SIZES) {
                try (NDManager scope = manager.newSubManager()) {
                    NDArray vector = scope.zeros(new Shape(size / ranks.size() * ranks.size()));
                    NDArray other = scope.zeros(vector.getShape());
                    double ordered = sum(ranks, vector, DistributedConfig.Sum.ORDERED);
                    double fast = sum(ranks, vector, DistributedConfig.Sum.FAST);
                    double rounded = sum(ranks, vector, DistributedConfig.Sum.BFLOAT16);
                    double copied = median(() -> copy.update(List.of(other, vector)));
                    if (ranks.leads()) {
                        System.out.printf(
                                "| %.0f | %.2f | %.2f | %.2f | %.2f |%n",
                                size / 1e6, ordered, fast, rounded, copied);
                    }
                }
            }
        }
        System.exit(ranks.leave(0));
    }

    private static double sum(Ranks ranks, NDArray vector, DistributedConfig.Sum kind) {
        ranks.use(new DistributedConfig(kind, new TimeLimit(600)));
        try (VectorSum sum = ranks.sum(vector, vector.size())) {
            return median(
                    () -> {
                        sum.passed();
                        sum.finish();
                    });
        }
    }

    /** Milliseconds. */
    private static double median(Runnable work) {
        work.run();
        long[] times = new long[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            long began = System.nanoTime();
            work.run();
            times[round] = System.nanoTime() - began;
        }
        Arrays.sort(times);
        return times[ROUNDS / 2] / 1e6;
    }
}
