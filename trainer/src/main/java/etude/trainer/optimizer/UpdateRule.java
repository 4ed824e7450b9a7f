package etude.trainer.optimizer;

import etude.trainer.config.OptimizerConfig;
import etude.trainer.config.OptimizerConfig.Adam;
import etude.trainer.config.OptimizerConfig.Momentum;
import etude.trainer.config.OptimizerConfig.Sgd;
import java.util.List;

/**
 * What distinguishes one optimizer from another: its kernel, its state and its own numbers.
 *
 * @param kernel name of the text file with the formula
 * @param state names of its state vectors, each as long as the parameters and zero at first
 * @param numbers the kernel's last arguments at update t = 1, 2, ...
 */
record UpdateRule(String kernel, List<String> state, Numbers numbers) {
    /** The kernel's own arguments as a function of the number of the update. */
    interface Numbers {
        List<Double> at(long t);
    }

    static UpdateRule of(OptimizerConfig config) {
        if (config instanceof Sgd) {
            return new UpdateRule("sgd", List.of(), t -> List.of());
        }
        if (config instanceof Momentum momentum) {
            return new UpdateRule(
                    "momentum", List.of("velocity"), t -> List.of(momentum.momentum()));
        }
        if (config instanceof Adam adam) {
            return new UpdateRule(
                    "adam", List.of("mean", "mean_square"), t -> adamNumbers(adam, t));
        }
        throw new IllegalArgumentException("no update rule for " + config);
    }

    /**
     * The playbook adds epsilon to sqrt(v) and corrects the bias afterwards; the fused kernel
     * corrects sqrt(v) first. The two agree when the kernel is handed epsilon / sqrt(1 - beta2^t).
     */
    private static List<Double> adamNumbers(Adam adam, long t) {
        double epsilon = adam.epsilon() / Math.sqrt(1 - Math.pow(adam.beta2(), (double) t));
        return List.of(adam.beta1(), adam.beta2(), epsilon);
    }
}
