package etude.trainer.optimizer;

import etude.trainer.config.OptimizerConfig;
import etude.trainer.config.OptimizerConfig.Adam;
import etude.trainer.config.OptimizerConfig.AdamW;
import etude.trainer.config.OptimizerConfig.Momentum;
import etude.trainer.config.OptimizerConfig.NAdam;
import etude.trainer.config.OptimizerConfig.Nesterov;
import etude.trainer.config.OptimizerConfig.RmsProp;
import etude.trainer.config.OptimizerConfig.Sgd;
import java.util.List;

/**
 * What distinguishes one optimizer from another: its kernel, its state and its own numbers.
 *
 * @param sources names of the text files with the formula and what it calls
 * @param state its state vectors, each as long as the parameters
 * @param numbers the kernel's last arguments at update t = 1, 2, ...
 */
record UpdateRule(List<String> sources, List<StateVector> state, Numbers numbers) {
    /** A vector of state that has the same value everywhere at first. */
    record StateVector(String name, double start) {}

    /** The kernel's own arguments as a function of the number of the update. */
    interface Numbers {
        List<Double> at(long t);
    }

    private static final List<StateVector> VELOCITY = List.of(new StateVector("velocity", 0));
    private static final List<StateVector> MOMENTS =
            List.of(new StateVector("mean", 0), new StateVector("mean_square", 0));

    /** Also what momentum 0 means, for which the fused operator has no velocity. */
    private static final UpdateRule SGD =
            new UpdateRule(List.of("shrink", "sgd"), List.of(), t -> List.of());

    static UpdateRule of(OptimizerConfig config) {
        if (config instanceof Sgd) {
            return SGD;
        }
        if (config instanceof Momentum rule) {
            return rule.momentum() == 0
                    ? SGD
                    : new UpdateRule(
                            List.of("shrink", "momentum"), VELOCITY, t -> List.of(rule.momentum()));
        }
        if (config instanceof Nesterov rule) {
            return rule.momentum() == 0
                    ? SGD
                    : new UpdateRule(
                            List.of("shrink", "nesterov"), VELOCITY, t -> List.of(rule.momentum()));
        }
        if (config instanceof RmsProp rule) {
            return new UpdateRule(
                    List.of("shrink", "elementary", "rmsprop"),
                    List.of(new StateVector("mean_square", 1), new StateVector("velocity", 0)),
                    t -> List.of(rule.rho(), rule.momentum(), rule.epsilon()));
        }
        if (config instanceof Adam rule) {
            return new UpdateRule(
                    List.of("shrink", "adam"), MOMENTS, t -> playbookEpsilon(rule, t));
        }
        if (config instanceof AdamW rule) {
            return new UpdateRule(
                    List.of("shrink", "adam"),
                    MOMENTS,
                    t -> List.of(rule.beta1(), rule.beta2(), rule.epsilon()));
        }
        if (config instanceof NAdam rule) {
            return new UpdateRule(
                    List.of("shrink", "elementary", "nadam"), MOMENTS, t -> nadamNumbers(rule, t));
        }
        throw new IllegalArgumentException("no update rule for " + config);
    }

    /**
     * The playbook adds epsilon to sqrt(v) and corrects the bias afterwards; the fused kernel
     * corrects sqrt(v) first. The two agree when the kernel is handed epsilon / sqrt(1 - beta2^t).
     */
    private static List<Double> playbookEpsilon(Adam adam, long t) {
        double epsilon = adam.epsilon() / Math.sqrt(missing(adam.beta2(), t));
        return List.of(adam.beta1(), adam.beta2(), epsilon);
    }

    private static List<Double> nadamNumbers(NAdam nadam, long t) {
        double correction = Math.sqrt(missing(nadam.beta2(), t)) / missing(nadam.beta1(), t);
        return List.of(nadam.beta1(), nadam.beta2(), nadam.epsilon(), correction);
    }

    /** What an average that starts at 0 lacks of its full weight after t updates. */
    private static double missing(double beta, long t) {
        return 1 - Math.pow(beta, (double) t);
    }
}
