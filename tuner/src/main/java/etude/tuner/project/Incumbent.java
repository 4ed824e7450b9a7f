package etude.tuner.project;

import etude.trainer.config.ConfigLoader;
import etude.trainer.config.ConfigWriter;
import etude.trainer.config.Duration;
import etude.trainer.config.RunConfig;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** The configuration of the last launch: the baseline of every comparison. */
public record Incumbent(RunConfig config) {
    /** With every default. */
    public String text() {
        return ConfigWriter.toYaml(config);
    }

    /**
     * The same with other values.
     *
     * @param changes each {@code key=value}
     */
    public Incumbent with(List<String> changes) {
        return new Incumbent(ConfigLoader.parse(text(), ProjectFolder.INCUMBENT, changes));
    }

    ConfigKeys keys() {
        return ConfigKeys.of(text());
    }

    /** Its values by path, each as YAML. */
    public Map<String, String> values() {
        return keys().values();
    }

    /** Its {@code max_train_steps}; empty where that is written in epochs or examples. */
    public OptionalLong steps() {
        Duration length = config.maxTrainSteps();
        return length.unit() == Duration.Unit.STEPS
                ? OptionalLong.of((long) length.amount())
                : OptionalLong.empty();
    }

    /** At which percent of a training it evaluates; empty where that is written in steps. */
    public OptionalDouble evaluationsEvery() {
        Duration every = config.evaluation().every();
        return every.unit() == Duration.Unit.PERCENT
                ? OptionalDouble.of(every.amount())
                : OptionalDouble.empty();
    }

    /** A value as YAML has it, by its path; empty where there is no such key. */
    public Optional<String> value(String path) {
        return Optional.ofNullable(values().get(path));
    }

    /** The name of its optimizer. */
    public String optimizer() {
        return value("optimizer.name").orElse("");
    }

    public double learningRate() {
        return config.optimizer().learningRate();
    }
}
