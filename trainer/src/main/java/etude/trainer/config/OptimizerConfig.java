package etude.trainer.config;

import etude.datasets.config.Named;
import etude.datasets.config.Setting;

/** The optimizer; formulas in the playbook's FAQ "What are the update rules". */
@Named("momentum")
public sealed interface OptimizerConfig {
    double learningRate();

    double weightDecay();

    WeightDecayKind weightDecayKind();

    /** How weight decay enters: as part of the gradient (l2), or beside the update (decoupled). */
    enum WeightDecayKind {
        DECOUPLED,
        L2
    }

    /** Stochastic gradient descent. */
    @Named("sgd")
    record Sgd(
            @Setting(value = "Base learning rate.", min = 0) double learningRate,
            @Setting(
                            value = "Weight decay; biases and norm scales are spared.",
                            defaultsTo = "0.0",
                            min = 0)
                    double weightDecay,
            @Setting(value = "decoupled or l2.", defaultsTo = "decoupled")
                    WeightDecayKind weightDecayKind)
            implements OptimizerConfig {}

    /** Momentum (heavy ball), with the learning rate outside the buffer. */
    @Named("momentum")
    record Momentum(
            @Setting(value = "Base learning rate.", min = 0) double learningRate,
            @Setting(value = "Decay of the velocity.", defaultsTo = "0.9", min = 0, max = 1)
                    double momentum,
            @Setting(
                            value = "Weight decay; biases and norm scales are spared.",
                            defaultsTo = "0.0",
                            min = 0)
                    double weightDecay,
            @Setting(value = "decoupled or l2.", defaultsTo = "decoupled")
                    WeightDecayKind weightDecayKind)
            implements OptimizerConfig {}

    /** Adam (Kingma and Ba 2015), epsilon as in the playbook. */
    @Named("adam")
    record Adam(
            @Setting(value = "Base learning rate.", min = 0) double learningRate,
            @Setting(
                            value = "Decay of the gradient average.",
                            defaultsTo = "0.9",
                            min = 0,
                            max = 0.999999)
                    double beta1,
            @Setting(
                            value = "Decay of the squared gradient average.",
                            defaultsTo = "0.999",
                            min = 0,
                            max = 0.999999)
                    double beta2,
            @Setting(
                            value = "Added to the root of the squared gradient average.",
                            defaultsTo = "1.0e-8",
                            min = 0)
                    double epsilon,
            @Setting(
                            value = "Weight decay; biases and norm scales are spared.",
                            defaultsTo = "0.0",
                            min = 0)
                    double weightDecay,
            @Setting(value = "decoupled or l2.", defaultsTo = "decoupled")
                    WeightDecayKind weightDecayKind)
            implements OptimizerConfig {}
}
