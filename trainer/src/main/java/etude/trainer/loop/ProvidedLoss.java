package etude.trainer.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import etude.datasets.Batch;
import etude.datasets.Target;
import etude.trainer.engine.Precision;
import etude.trainer.engine.TorchScript;
import etude.trainer.provider.LossProvider.RowLoss;

/**
 * The mean of what a class of a user's jar says of each prediction; of mixed examples, of both
 * targets in their proportion.
 */
final class ProvidedLoss implements BatchLoss {
    private static final String MEAN =
            """
            def forward(self: __torch__.M, rows: Tensor) -> Tensor:
              return torch.div(torch.mean(rows), %s)
            """;

    private static final String MIXED =
            """
            def forward(self: __torch__.M, first: Tensor, second: Tensor, share: Tensor) -> Tensor:
              return torch.div(torch.mean(torch.lerp(second, first, share)), %s)
            """;

    private final RowLoss loss;
    private final TorchScript float32;
    private final TorchScript mean;
    private final TorchScript mixed;

    ProvidedLoss(NDManager manager, RowLoss loss, int parts) {
        this.loss = loss;
        float32 = TorchScript.cast(manager, Precision.FLOAT32);
        mean = TorchScript.compile(manager, MEAN.formatted(parts));
        mixed = TorchScript.compile(manager, MIXED.formatted(parts));
    }

    @Override
    public NDArray of(NDArray outputs, NDList targets, Batch whole) {
        NDArray numbers = float32.differentiable(outputs).head();
        boolean labels = whole.spec().target() instanceof Target.Labels;
        NDArray first = targets.get(0);
        NDArray rows = loss.of(numbers, labels ? first.reshape(numbers.getShape()) : first);
        return targets.size() == 1
                ? mean.differentiable(rows).head()
                : mixed.differentiable(rows, loss.of(numbers, targets.get(1)), targets.get(2))
                        .head();
    }

    @Override
    public void close() {
        float32.close();
        mean.close();
        mixed.close();
    }
}
