package etude.trainer.config;

import etude.datasets.Target;
import etude.datasets.config.Named;
import etude.datasets.config.ProvidedConfig;
import etude.datasets.config.Setting;
import java.util.List;
import java.util.Optional;

/** What training minimises; the formulas are in docs/losses.md. */
@Named("cross_entropy")
public sealed interface LossConfig {
    /** Whether it is a loss of such targets. */
    boolean fits(Target target);

    /** What it is a loss of, in words. */
    String words();

    /** How much each class or label weighs; empty where all weigh the same. */
    default Optional<ClassWeights> weights() {
        return Optional.empty();
    }

    /** The exponent of the focal loss; 0 of others. */
    default double gamma() {
        return 0;
    }

    /** Cross entropy in nats, the usual loss of classes and tokens. */
    @Named("cross_entropy")
    record CrossEntropy(
            @Setting(value = LossKeys.CLASS_WEIGHTS, defaultsTo = "null")
                    Optional<ClassWeights> classWeights)
            implements LossConfig {
        @Override
        public boolean fits(Target target) {
            return target instanceof Target.Classes
                    || (target instanceof Target.NextToken && classWeights.isEmpty());
        }

        @Override
        public String words() {
            return classWeights.isPresent() ? "one of several classes" : "a class or a token";
        }

        @Override
        public Optional<ClassWeights> weights() {
            return classWeights;
        }
    }

    /** Focal loss (Lin et al. 2017, arXiv:1708.02002, equation 5) of one of several classes. */
    @Named("focal")
    record Focal(
            @Setting(
                            value =
                                    "How much less examples count the surer the model is of their class: the loss times (1 - probability)^gamma; 0 for cross entropy.",
                            defaultsTo = "2.0",
                            min = 0,
                            max = 20)
                    double gamma,
            @Setting(value = LossKeys.CLASS_WEIGHTS, defaultsTo = "null")
                    Optional<ClassWeights> classWeights)
            implements LossConfig {
        @Override
        public boolean fits(Target target) {
            return target instanceof Target.Classes;
        }

        @Override
        public String words() {
            return "one of several classes";
        }

        @Override
        public Optional<ClassWeights> weights() {
            return classWeights;
        }
    }

    /**
     * Binary cross entropy in nats, the usual loss of several labels: its mean over all of them.
     */
    @Named("binary_cross_entropy")
    record BinaryCrossEntropy(
            @Setting(
                            value =
                                    "How much a label counts where it holds, as pos_weight in PyTorch: balanced (examples without it over those with it), a list in the order of the labels, or a mapping such as {cat: 2.5}, in which others weigh 1; null for 1 each.",
                            defaultsTo = "null")
                    Optional<ClassWeights> positiveWeights)
            implements LossConfig {
        @Override
        public boolean fits(Target target) {
            return target instanceof Target.Labels;
        }

        @Override
        public String words() {
            return "several labels";
        }

        @Override
        public Optional<ClassWeights> weights() {
            return positiveWeights;
        }
    }

    /** The squared error, the usual loss of numbers. */
    @Named("squared_error")
    record SquaredError() implements LossConfig {
        @Override
        public boolean fits(Target target) {
            return target instanceof Target.Value;
        }

        @Override
        public String words() {
            return "a number";
        }
    }

    /** One that a class of a user's jar makes, which says itself what it fits. */
    record Provided(String name, Record settings) implements LossConfig, ProvidedConfig {
        @Override
        public boolean fits(Target target) {
            return true;
        }

        @Override
        public String words() {
            return "what " + name + " says";
        }
    }

    /**
     * Refuses a loss of other targets.
     *
     * @throws ConfigException when it is one
     */
    default void require(Target target) {
        if (!fits(target)) {
            throw new ConfigException(
                    List.of(
                            "loss: expected one for what this data set asks for (%s), found one for %s; remove loss for the usual one"
                                    .formatted(target.words(), words())));
        }
    }
}
