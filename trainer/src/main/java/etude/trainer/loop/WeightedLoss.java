package etude.trainer.loop;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import etude.datasets.Batch;
import etude.trainer.engine.TorchScript;
import java.util.Optional;

/** Cross entropy with weighted terms, see {@link Weighting}. */
final class WeightedLoss implements BatchLoss {
    private static final String LABELS =
            """
            def forward(self: __torch__.M, outputs: Tensor, labels: Tensor, weights: Tensor, all: Tensor) -> Tensor:
              return torch.div((self).weighted_sum(torch.to(outputs, 6), labels, weights, ), all)
            """;

    private static final String PLAIN =
            """
            def forward(self: __torch__.M, outputs: Tensor, labels: Tensor, weights: Tensor, all: Tensor) -> Tensor:
              logits = torch.to(outputs, 6)
              return torch.div((self).weighted_sum(logits, (self).targeted(logits, labels, ), weights, ), all)
            """;

    private static final String MIXED =
            """
            def forward(self: __torch__.M, outputs: Tensor, first: Tensor, second: Tensor, mix: Tensor, weights: Tensor, all: Tensor) -> Tensor:
              logits = torch.to(outputs, 6)
              return torch.div((self).weighted_sum(logits, (self).both(logits, first, second, mix, ), weights, ), all)
            """;

    private final Weighting weighting;
    private final NDArray weights;
    private final NDManager host;
    private final TorchScript plain;
    private final Optional<TorchScript> mixed; // none of labels

    WeightedLoss(NDManager manager, Weighting weighting, Objective objective) {
        this.weighting = weighting;
        weights = manager.create(weighting.vector());
        host = manager.newSubManager(Device.cpu());
        String methods = weighting.methods(objective.labelSmoothing());
        plain = TorchScript.compile(manager, methods + (weighting.labels() ? LABELS : PLAIN));
        mixed =
                weighting.labels()
                        ? Optional.empty()
                        : Optional.of(TorchScript.compile(manager, methods + MIXED));
    }

    @Override
    public NDArray of(NDArray outputs, NDList targets, Batch whole) {
        NDArray all = host.create((float) weighting.of(whole)); // a device need not wait for it
        all.attach(outputs.getManager());
        return targets.size() == 1
                ? plain.differentiable(outputs, targets.head(), weights, all).head()
                : mixed.orElseThrow()
                        .differentiable(
                                outputs,
                                targets.get(0),
                                targets.get(1),
                                targets.get(2),
                                weights,
                                all)
                        .head();
    }

    @Override
    public void close() {
        plain.close();
        mixed.ifPresent(TorchScript::close);
        weights.close();
        host.close();
    }
}
