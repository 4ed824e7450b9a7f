package etude.trainer.config;

import etude.datasets.config.Named;
import etude.datasets.config.ProvidedConfig;
import etude.datasets.config.Setting;
import etude.trainer.provider.OptimizerProvider;
import java.util.List;

/**
 * The optimizer; formulas in the playbook's FAQ "What are the update rules" and in
 * docs/optimizers.md.
 */
@Named("momentum")
public sealed interface OptimizerConfig {
    double learningRate();

    double weightDecay();

    WeightDecayKind weightDecayKind();

    /** Parameters that are treated otherwise; the first group that matches counts. */
    List<ParameterGroupConfig> groups();

    /** How weight decay enters: as part of the gradient (l2), or beside the update (decoupled). */
    enum WeightDecayKind {
        DECOUPLED,
        L2
    }

    /** Stochastic gradient descent. */
    @Named("sgd")
    record Sgd(
            @Setting(value = OptimizerKeys.RATE, min = 0) double learningRate,
            @Setting(value = OptimizerKeys.DECAY, defaultsTo = "0.0", min = 0) double weightDecay,
            @Setting(value = OptimizerKeys.KIND, defaultsTo = "decoupled")
                    WeightDecayKind weightDecayKind,
            @Setting(value = OptimizerKeys.GROUPS, defaultsTo = "[]")
                    List<ParameterGroupConfig> groups)
            implements OptimizerConfig {
        public Sgd {
            groups = List.copyOf(groups);
        }
    }

    /** Momentum (heavy ball), with the learning rate outside the buffer. */
    @Named("momentum")
    record Momentum(
            @Setting(value = OptimizerKeys.RATE, min = 0) double learningRate,
            @Setting(value = OptimizerKeys.VELOCITY, defaultsTo = "0.9", min = 0, max = 1)
                    double momentum,
            @Setting(value = OptimizerKeys.DECAY, defaultsTo = "0.0", min = 0) double weightDecay,
            @Setting(value = OptimizerKeys.KIND, defaultsTo = "decoupled")
                    WeightDecayKind weightDecayKind,
            @Setting(value = OptimizerKeys.GROUPS, defaultsTo = "[]")
                    List<ParameterGroupConfig> groups)
            implements OptimizerConfig {
        public Momentum {
            groups = List.copyOf(groups);
        }
    }

    /** Nesterov momentum, with the learning rate outside the buffer. */
    @Named("nesterov")
    record Nesterov(
            @Setting(value = OptimizerKeys.RATE, min = 0) double learningRate,
            @Setting(value = OptimizerKeys.VELOCITY, defaultsTo = "0.9", min = 0, max = 1)
                    double momentum,
            @Setting(value = OptimizerKeys.DECAY, defaultsTo = "0.0", min = 0) double weightDecay,
            @Setting(value = OptimizerKeys.KIND, defaultsTo = "decoupled")
                    WeightDecayKind weightDecayKind,
            @Setting(value = OptimizerKeys.GROUPS, defaultsTo = "[]")
                    List<ParameterGroupConfig> groups)
            implements OptimizerConfig {
        public Nesterov {
            groups = List.copyOf(groups);
        }
    }

    /** RMSProp (Tieleman and Hinton 2012) as in the playbook: the mean square starts at one. */
    @Named("rmsprop")
    record RmsProp(
            @Setting(value = OptimizerKeys.RATE, min = 0) double learningRate,
            @Setting(value = OptimizerKeys.MEAN_SQUARE, defaultsTo = "0.9", min = 0, max = 1)
                    double rho,
            @Setting(value = OptimizerKeys.VELOCITY, defaultsTo = "0.0", min = 0, max = 1)
                    double momentum,
            @Setting(
                            value = "Added to the squared gradient average, inside the root.",
                            defaultsTo = "1.0e-8",
                            min = OptimizerKeys.LEAST_EPSILON)
                    double epsilon,
            @Setting(value = OptimizerKeys.DECAY, defaultsTo = "0.0", min = 0) double weightDecay,
            @Setting(value = OptimizerKeys.KIND, defaultsTo = "decoupled")
                    WeightDecayKind weightDecayKind,
            @Setting(value = OptimizerKeys.GROUPS, defaultsTo = "[]")
                    List<ParameterGroupConfig> groups)
            implements OptimizerConfig {
        public RmsProp {
            groups = List.copyOf(groups);
        }
    }

    /** Adam (Kingma and Ba 2015, arXiv:1412.6980), epsilon as in the playbook. */
    @Named("adam")
    record Adam(
            @Setting(value = OptimizerKeys.RATE, min = 0) double learningRate,
            @Setting(value = OptimizerKeys.MEAN, defaultsTo = "0.9", min = 0, max = 0.999999)
                    double beta1,
            @Setting(
                            value = OptimizerKeys.MEAN_SQUARE,
                            defaultsTo = "0.999",
                            min = 0,
                            max = 0.999999)
                    double beta2,
            @Setting(
                            value = OptimizerKeys.EPSILON,
                            defaultsTo = "1.0e-8",
                            min = OptimizerKeys.LEAST_EPSILON)
                    double epsilon,
            @Setting(value = OptimizerKeys.DECAY, defaultsTo = "0.0", min = 0) double weightDecay,
            @Setting(value = OptimizerKeys.KIND, defaultsTo = "decoupled")
                    WeightDecayKind weightDecayKind,
            @Setting(value = OptimizerKeys.GROUPS, defaultsTo = "[]")
                    List<ParameterGroupConfig> groups)
            implements OptimizerConfig {
        public Adam {
            groups = List.copyOf(groups);
        }
    }

    /** NAdam (Dozat 2016) as in the playbook: one beta1, not a schedule of them. */
    @Named("nadam")
    record NAdam(
            @Setting(value = OptimizerKeys.RATE, min = 0) double learningRate,
            @Setting(value = OptimizerKeys.MEAN, defaultsTo = "0.9", min = 0, max = 0.999999)
                    double beta1,
            @Setting(
                            value = OptimizerKeys.MEAN_SQUARE,
                            defaultsTo = "0.999",
                            min = 0,
                            max = 0.999999)
                    double beta2,
            @Setting(
                            value = OptimizerKeys.EPSILON,
                            defaultsTo = "1.0e-8",
                            min = OptimizerKeys.LEAST_EPSILON)
                    double epsilon,
            @Setting(value = OptimizerKeys.DECAY, defaultsTo = "0.0", min = 0) double weightDecay,
            @Setting(value = OptimizerKeys.KIND, defaultsTo = "decoupled")
                    WeightDecayKind weightDecayKind,
            @Setting(value = OptimizerKeys.GROUPS, defaultsTo = "[]")
                    List<ParameterGroupConfig> groups)
            implements OptimizerConfig {
        public NAdam {
            groups = List.copyOf(groups);
        }
    }

    /**
     * AdamW as published (Loshchilov and Hutter 2019, arXiv:1711.05101, algorithm 2): w - rate *
     * (update + weight_decay * w), with epsilon beside the bias-corrected root. The paper leaves
     * the base learning rate out of the decay, so its lambda is learning_rate * weight_decay here.
     */
    @Named("adamw")
    record AdamW(
            @Setting(value = OptimizerKeys.RATE, min = 0) double learningRate,
            @Setting(value = OptimizerKeys.MEAN, defaultsTo = "0.9", min = 0, max = 0.999999)
                    double beta1,
            @Setting(
                            value = OptimizerKeys.MEAN_SQUARE,
                            defaultsTo = "0.999",
                            min = 0,
                            max = 0.999999)
                    double beta2,
            @Setting(
                            value =
                                    "Added to the bias-corrected root of the squared gradient average.",
                            defaultsTo = "1.0e-8",
                            min = OptimizerKeys.LEAST_EPSILON)
                    double epsilon,
            @Setting(
                            value =
                                    "Decoupled weight decay, multiplied by the learning rate; biases and norm scales are spared.",
                            defaultsTo = "0.01",
                            min = 0)
                    double weightDecay,
            @Setting(value = OptimizerKeys.GROUPS, defaultsTo = "[]")
                    List<ParameterGroupConfig> groups)
            implements OptimizerConfig {
        public AdamW {
            groups = List.copyOf(groups);
        }

        @Override
        public WeightDecayKind weightDecayKind() {
            return WeightDecayKind.DECOUPLED;
        }
    }

    /**
     * One that a class of a user's jar makes: its weight decay is decoupled, and it has no groups.
     */
    record Provided(String name, Record settings) implements OptimizerConfig, ProvidedConfig {
        @Override
        public double learningRate() {
            return ((OptimizerProvider.Rates) settings).learningRate();
        }

        @Override
        public double weightDecay() {
            return ((OptimizerProvider.Rates) settings).weightDecay();
        }

        @Override
        public WeightDecayKind weightDecayKind() {
            return WeightDecayKind.DECOUPLED;
        }

        @Override
        public List<ParameterGroupConfig> groups() {
            return List.of();
        }
    }
}
