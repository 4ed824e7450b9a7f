package etude.trainer.config;

import etude.datasets.config.DatasetConfig;
import etude.trainer.config.bind.Binder;
import etude.trainer.config.bind.ConfigTypes;
import etude.trainer.config.bind.Overrides;
import etude.trainer.config.bind.Problems;
import etude.trainer.model.ModelRegistry;
import etude.trainer.provider.RememberedJar;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads a training config; all its problems are thrown at once as a {@link ConfigException}. */
public final class ConfigLoader {
    /** A learning rate or momentum means something else under another optimizer. */
    private static final Map<String, Set<String>> KEPT_UNDER_NEW_NAME =
            Map.of("optimizer", Set.of("weight_decay", "weight_decay_kind", "groups"));

    private ConfigLoader() {}

    /**
     * Reads a file and applies overrides, with the models on the class path.
     *
     * @param overrides {@code key.path=value}, the value as YAML
     */
    public static RunConfig load(Path yaml, List<String> overrides) {
        return load(yaml, overrides, ModelRegistry.load());
    }

    /**
     * Reads a file and applies overrides.
     *
     * @param overrides {@code key.path=value}, see {@link Overrides}
     */
    public static RunConfig load(Path yaml, List<String> overrides, ModelRegistry models) {
        String text = ConfigText.read(yaml);
        RememberedJar.require(yaml.toAbsolutePath().resolveSibling("")); // of a run's own config
        return parse(text, yaml.toString(), overrides, models);
    }

    /**
     * Reads a config from text and applies overrides, with the models on the class path.
     *
     * @param source what messages call it
     */
    public static RunConfig parse(String yaml, String source, List<String> overrides) {
        return parse(yaml, source, overrides, ModelRegistry.load());
    }

    /**
     * Reads a config from text and applies overrides.
     *
     * @param source what messages call it
     */
    public static RunConfig parse(
            String yaml, String source, List<String> overrides, ModelRegistry models) {
        Problems problems = new Problems();
        ConfigTypes types = RunTypes.of(models);
        Overrides changes = new Overrides(types, RunConfig.class, KEPT_UNDER_NEW_NAME, problems);
        Optional<RunConfig> config =
                ConfigText.root(yaml, source, problems)
                        .map(root -> changes.apply(root, overrides))
                        .flatMap(root -> new Binder(types, problems).bind(root, RunConfig.class));
        return config.filter(c -> problems.isEmpty())
                .orElseThrow(() -> new ConfigException(problems.sentences()));
    }

    /**
     * Reads what may stand under {@code dataset:}, alone.
     *
     * @param source what messages call it
     */
    public static DatasetConfig dataset(String yaml, String source) {
        Problems problems = new Problems();
        ConfigTypes types = new ConfigTypes(Map.of(), RunTypes.ofDatasets());
        return ConfigText.root(yaml, source, problems)
                .flatMap(root -> new Binder(types, problems).bind(root, DatasetConfig.class))
                .filter(c -> problems.isEmpty())
                .orElseThrow(() -> new ConfigException(problems.sentences()));
    }
}
