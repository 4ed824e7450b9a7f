package etude.trainer.checkpoint;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Small checkpoints for tests; every float says which step it belongs to. */
final class Checkpoints {
    private Checkpoints() {}

    static CheckpointContent content(long step) {
        return content(step, Map.of("validation/error_rate", 1.0 / (1 + step)));
    }

    static CheckpointContent content(long step, Map<String, Double> metrics) {
        float[] flat = {step, step + 0.5f, -step, 1};
        return new CheckpointContent(
                List.of(
                        TensorView.of("layer.weight", new long[] {1, 2}, flat, 0),
                        TensorView.of("layer.bias", new long[] {1}, flat, 2)),
                List.of(TensorView.of("momentum", new long[] {4}, flat, 0)),
                metrics,
                Map.of("seconds", "1.5"));
    }

    static float[] data(Map<String, NamedTensor> tensors, String name) {
        return Objects.requireNonNull(tensors.get(name), name).data();
    }
}
