package example;

import ai.djl.ndarray.NDArray;
import etude.datasets.config.Setting;
import etude.trainer.provider.OptimizerProvider;
import java.util.List;

/** Lion (Chen et al. 2023, arXiv:2302.06675): the sign of an average of gradients. */
public final class Lion implements OptimizerProvider {
    /** The keys beside {@code optimizer.name}; those without a default must be given. */
    public record Settings(
            @Setting(value = "Base learning rate.", min = 0) double learningRate,
            @Setting(value = "Share of the average in the step.", defaultsTo = "0.9", max = 1)
                    double beta1,
            @Setting(value = "Decay of the average.", defaultsTo = "0.99", max = 1) double beta2,
            @Setting(value = "Decoupled weight decay.", defaultsTo = "0.0", min = 0)
                    double weightDecay)
            implements Rates {}

    @Override
    public String name() {
        return "lion";
    }

    @Override
    public Class<? extends Record> settings() {
        return Settings.class;
    }

    @Override
    public Rule of(Record settings) {
        return new Averaged((Settings) settings);
    }

    private record Averaged(Settings settings) implements Rule {
        @Override
        public List<String> state() {
            return List.of("average");
        }

        @Override
        public Direction direction(
                NDArray weights, NDArray gradient, List<NDArray> state, long number) {
            NDArray average = state.get(0);
            return new Direction(
                    mixed(average, gradient, settings.beta1()).sign(),
                    List.of(mixed(average, gradient, settings.beta2())));
        }

        private static NDArray mixed(NDArray average, NDArray gradient, double share) {
            return average.mul(share).add(gradient.mul(1 - share));
        }
    }
}
