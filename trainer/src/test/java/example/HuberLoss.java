package example;

import ai.djl.ndarray.NDArray;
import etude.datasets.EtudeException;
import etude.datasets.Target;
import etude.datasets.config.Setting;
import etude.trainer.provider.LossProvider;

/** A loss of numbers that grows with the square of small errors and in line with large ones. */
public final class HuberLoss implements LossProvider {
    /** The keys beside {@code loss.name}. */
    public record Settings(
            @Setting(value = "The largest small error.", defaultsTo = "1.0", min = 1.0e-6)
                    double delta) {}

    @Override
    public String name() {
        return "huber";
    }

    @Override
    public Class<? extends Record> settings() {
        return Settings.class;
    }

    @Override
    public RowLoss of(Record settings, Target target) {
        if (!(target instanceof Target.Value)) {
            throw new EtudeException("loss.name: huber is of numbers, found " + target.words());
        }
        double delta = ((Settings) settings).delta();
        return (outputs, targets) -> {
            NDArray error = outputs.flatten().sub(targets).abs();
            NDArray small = error.minimum(delta);
            return small.square().mul(0.5).add(error.sub(small).mul(delta));
        };
    }
}
