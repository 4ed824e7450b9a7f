package etude.tuner.cli;

import etude.trainer.config.ConfigException;
import etude.trainer.config.ConfigLoader;
import etude.trainer.config.RunConfig;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A training config, with what the user wants otherwise in it. */
final class ConfigArgument {
    @Parameters(paramLabel = "CONFIG", description = "The training config, a YAML file.")
    private Path file = Path.of("");

    @Option(
            names = "--set",
            paramLabel = "key=value",
            description = "Overrides one config key, such as optimizer.learning_rate=0.1.")
    private List<String> overrides = List.of();

    Path file() {
        return file;
    }

    List<String> overrides() {
        return overrides;
    }

    /**
     * The config with its overrides.
     *
     * @throws ConfigException when it is wrong
     */
    RunConfig load() {
        return ConfigLoader.load(file, overrides);
    }
}
