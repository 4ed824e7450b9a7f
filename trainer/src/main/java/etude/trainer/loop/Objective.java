package etude.trainer.loop;

import etude.datasets.Dataset;
import etude.datasets.Target;
import etude.datasets.provider.Providers;
import etude.datasets.split.Splits;
import etude.datasets.split.TargetScan;
import etude.trainer.config.ClassWeights;
import etude.trainer.config.ConfigException;
import etude.trainer.config.LossConfig;
import etude.trainer.config.RunConfig;
import etude.trainer.provider.LossProvider;
import etude.trainer.provider.LossProvider.RowLoss;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What training minimises.
 *
 * @param labelSmoothing share of the target probability spread over all classes
 * @param weighting how terms of cross entropy are weighted; empty where all count the same
 * @param provided the loss of a user's jar; empty for Etude's own
 */
record Objective(
        Target target,
        double labelSmoothing,
        Optional<Weighting> weighting,
        Optional<RowLoss> provided) {
    private static final int MOST_NAMED = 10;

    /** The usual loss of a target. */
    static Objective usual(Target target, double labelSmoothing) {
        return new Objective(target, labelSmoothing, Optional.empty(), Optional.empty());
    }

    /**
     * That of a config, for its data.
     *
     * @throws ConfigException when the loss is none of such targets
     */
    static Objective of(RunConfig config, Splits splits) {
        Target target = splits.train().spec().target();
        double smoothing = config.labelSmoothing();
        config.loss().ifPresent(loss -> loss.require(target));
        boolean classes = target instanceof Target.Classes || target instanceof Target.NextToken;
        Optional<LossConfig.Provided> provided =
                config.loss()
                        .filter(LossConfig.Provided.class::isInstance)
                        .map(LossConfig.Provided.class::cast);
        if (smoothing > 0 && (!classes || provided.isPresent())) {
            throw new ConfigException(
                    List.of(
                            "label_smoothing: expected 0 for %s, found %s"
                                    .formatted(
                                            provided.isPresent()
                                                    ? "the loss of a jar"
                                                    : target instanceof Target.Value
                                                            ? "regression, which has no classes"
                                                            : target.words(),
                                            smoothing)));
        }
        return new Objective(
                target,
                smoothing,
                config.loss().flatMap(loss -> weighting(loss, splits)),
                provided.map(loss -> made(loss, target)));
    }

    private static RowLoss made(LossConfig.Provided loss, Target target) {
        return Providers.load("loss", LossProvider.class)
                .require(loss.name())
                .of(loss.settings(), target);
    }

    private static Optional<Weighting> weighting(LossConfig loss, Splits splits) {
        Target target = splits.train().spec().target();
        boolean labels = target instanceof Target.Labels;
        boolean plain = loss.weights().isEmpty() && loss.gamma() == 0;
        if (plain || !(labels || target instanceof Target.Classes)) {
            return Optional.empty();
        }
        List<String> names = target.classes();
        List<Double> weights =
                loss.weights()
                        .map(given -> of(given, names, splits))
                        .orElseGet(() -> Collections.nCopies(names.size(), 1.0));
        return Optional.of(new Weighting(weights, loss.gamma(), labels));
    }

    private static List<Double> of(ClassWeights given, List<String> names, Splits splits) {
        Dataset training = splits.train();
        return training.spec().target() instanceof Target.Labels
                ? given.of(
                        "loss.positive_weights",
                        names,
                        () -> balanced(TargetScan.counts(training), training.size()))
                : given.of(
                        "loss.class_weights", names, () -> balanced(TargetScan.counts(training)));
    }

    /**
     * Examples without a label over those with it, so that both count the same in all; 1 for a
     * label that none or all have.
     *
     * @param counts of the examples that have each label
     */
    static List<Double> balanced(long[] counts, int examples) {
        return Arrays.stream(counts)
                .mapToObj(
                        count ->
                                count == 0 || count == examples
                                        ? 1
                                        : (double) (examples - count) / count)
                .toList();
    }

    /**
     * {@code N / (classes * N_c)}, so that each class has the same weight in all (King and Zeng
     * 2001): the examples that train weigh 1 on the average. Classes without any do not count.
     *
     * @param counts of the examples of each class
     */
    static List<Double> balanced(long[] counts) {
        double all = Arrays.stream(counts).sum();
        double present = Arrays.stream(counts).filter(count -> count > 0).count();
        return Arrays.stream(counts)
                .mapToObj(count -> count == 0 ? 0 : all / (present * count))
                .toList();
    }

    /** What the weights come to, for the user; empty where there are none. */
    Optional<String> sentence() {
        return weighting
                .filter(some -> some.weights().stream().distinct().count() > 1)
                .map(
                        some ->
                                "The loss weighs %s as %s."
                                        .formatted(
                                                some.labels() ? "labels that hold" : "classes",
                                                IntStream.range(0, some.weights().size())
                                                        .limit(MOST_NAMED)
                                                        .mapToObj(i -> named(some, i))
                                                        .collect(Collectors.joining(", "))));
    }

    private String named(Weighting some, int index) {
        return String.format(
                Locale.ROOT, "%s %.3g", target.classes().get(index), some.weights().get(index));
    }
}
