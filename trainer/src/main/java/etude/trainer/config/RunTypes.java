package etude.trainer.config;

import etude.trainer.config.bind.Choice;
import etude.trainer.config.bind.ConfigNode.Kind;
import etude.trainer.config.bind.ConfigNode.Scalar;
import etude.trainer.config.bind.ConfigTypes;
import etude.trainer.config.bind.ScalarType;
import etude.trainer.engine.ProcessorType;
import etude.trainer.model.ModelProvider;
import etude.trainer.model.ModelRegistry;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
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

    private RunTypes() {}

    static ConfigTypes of(ModelRegistry models) {
        return new ConfigTypes(SCALARS, Map.of(ModelConfig.class, choice(models)));
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
                });
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
