package etude.trainer.config;

import etude.datasets.EtudeException;
import etude.datasets.config.AugmentationConfig;
import etude.datasets.config.SourceConfig;
import etude.datasets.provider.AugmentationProvider;
import etude.datasets.provider.DatasetProvider;
import etude.datasets.provider.Provider;
import etude.datasets.provider.Providers;
import etude.trainer.config.bind.Choice;
import etude.trainer.config.bind.ConfigNode.Kind;
import etude.trainer.config.bind.ConfigNode.Scalar;
import etude.trainer.config.bind.ConfigTypes;
import etude.trainer.config.bind.NodeType;
import etude.trainer.config.bind.ScalarType;
import etude.trainer.engine.ProcessorType;
import etude.trainer.model.ModelProvider;
import etude.trainer.model.ModelRegistry;
import etude.trainer.provider.LossProvider;
import etude.trainer.provider.OptimizerProvider;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/** The types that only a training config has. */
final class RunTypes {
    private static final String AUTO = "auto";

    private static final Map<Class<?>, ScalarType<?>> SCALARS =
            Map.of(
                    Duration.class,
                    new ScalarType<>(
                            DurationText.EXPECTED,
                            DurationText::read,
                            DurationText::write,
                            DurationText.SCHEMA),
                    Threads.class,
                    wordOrCount(AUTO, 1, Threads::new, Threads::count),
                    KernelsFor.class,
                    kernels(),
                    SampleSize.class,
                    wordOrCount("all", 0, SampleSize::new, SampleSize::count),
                    TimeLimit.class,
                    new ScalarType<>(
                            TimeLimit.EXPECTED,
                            scalar -> TimeLimit.read(scalar.text()),
                            limit -> new Scalar(Kind.TEXT, limit.toString()),
                            Map.of("type", "string", "pattern", "^" + TimeLimit.PATTERN + "$")));

    private static final Map<Class<?>, NodeType<?>> NODES =
            Map.of(ClassWeights.class, ClassWeights.TYPE);

    private RunTypes() {}

    /** With these models, and with all else that is on the class path. */
    static ConfigTypes of(ModelRegistry models) {
        Map<Class<?>, Choice> choices = new HashMap<>(ofDatasets());
        choices.put(ModelConfig.class, choice(models));
        choices.put(
                LossConfig.class,
                extended(LossConfig.class, "loss", LossProvider.class, LossConfig.Provided::new));
        choices.put(
                OptimizerConfig.class,
                extended(
                        OptimizerConfig.class,
                        "optimizer",
                        OptimizerProvider.class,
                        RunTypes::optimizer));
        return new ConfigTypes(SCALARS, choices, NODES);
    }

    private static OptimizerConfig optimizer(String name, Record settings) {
        if (!(settings instanceof OptimizerProvider.Rates)) {
            throw new EtudeException(
                    "optimizer.name: the settings of %s (%s) do not implement OptimizerProvider.Rates, which gives the learning rate; mend its class"
                            .formatted(name, settings.getClass().getName()));
        }
        return new OptimizerConfig.Provided(name, settings);
    }

    /** For writing, which needs nothing of the class path: a config holds its settings. */
    static ConfigTypes written() {
        return new ConfigTypes(
                SCALARS, Map.of(ModelConfig.class, choice(new ModelRegistry(List.of()))), NODES);
    }

    /** Of the dataset part, with what is on the class path. */
    static Map<Class<?>, Choice> ofDatasets() {
        return Map.of(
                SourceConfig.class,
                extended(
                        SourceConfig.class,
                        "data set",
                        DatasetProvider.class,
                        SourceConfig.Provided::new),
                AugmentationConfig.class,
                extended(
                        AugmentationConfig.class,
                        "augmentation",
                        AugmentationProvider.class,
                        AugmentationConfig.Provided::new));
    }

    private static <P extends Provider> Choice extended(
            Class<?> type,
            String kind,
            Class<P> provider,
            BiFunction<String, Record, Object> wrap) {
        return Choice.extended(type, Providers.load(kind, provider).settings(), wrap);
    }

    private static Choice choice(ModelRegistry models) {
        Map<String, Class<? extends Record>> records = new LinkedHashMap<>();
        for (String name : models.names()) {
            models.find(name).map(ModelProvider::settings).ifPresent(r -> records.put(name, r));
        }
        return new Choice(
                records,
                Optional.empty(),
                ModelConfig::new,
                value -> {
                    ModelConfig model = (ModelConfig) value;
                    return new Choice.Chosen(model.name(), model.settings());
                },
                true);
    }

    private static ScalarType<KernelsFor> kernels() {
        List<String> names =
                Stream.concat(
                                Stream.of(AUTO),
                                Arrays.stream(ProcessorType.values()).map(ProcessorType::toString))
                        .toList();
        return new ScalarType<>(
                String.join(", ", names.subList(0, names.size() - 1))
                        + " or "
                        + ProcessorType.OTHER,
                scalar ->
                        Optional.of(scalar.text())
                                .filter(names::contains)
                                .map(name -> new KernelsFor(ProcessorType.named(name))),
                value ->
                        new Scalar(
                                Kind.TEXT,
                                value.processor().map(ProcessorType::toString).orElse(AUTO)),
                Map.of("enum", names));
    }

    private static <T> ScalarType<T> wordOrCount(
            String word, int min, Function<OptionalInt, T> make, Function<T, OptionalInt> count) {
        return new ScalarType<>(
                word + " or a whole number of at least " + min,
                scalar -> wordOrCount(scalar, word).map(make),
                value -> written(count.apply(value), word),
                Map.of(
                        "oneOf",
                        List.of(
                                Map.of("const", word),
                                new TreeMap<>(Map.of("type", "integer", "minimum", min)))));
    }

    private static Optional<OptionalInt> wordOrCount(Scalar scalar, String word) {
        if (scalar.kind() == Kind.TEXT && scalar.text().equals(word)) {
            return Optional.of(OptionalInt.empty());
        }
        return Optional.of(scalar)
                .filter(s -> s.kind() == Kind.INTEGER)
                .map(s -> new BigInteger(s.text()))
                .filter(number -> number.bitLength() < Integer.SIZE)
                .map(number -> OptionalInt.of(number.intValueExact()));
    }

    private static Scalar written(OptionalInt count, String word) {
        return count.isPresent()
                ? new Scalar(Kind.INTEGER, Integer.toString(count.getAsInt()))
                : new Scalar(Kind.TEXT, word);
    }
}
