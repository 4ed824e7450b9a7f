package etude.tuner.space;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import etude.trainer.config.ConfigLoader;
import etude.trainer.config.ConfigText;
import etude.trainer.config.ConfigWriter;
import etude.trainer.config.RunConfig;
import etude.trainer.config.bind.Paths;
import etude.trainer.config.bind.Problems;
import etude.trainer.model.ModelRegistry;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The training config that every trial of a study changes. */
final class BaseConfig {
    private final String source;
    private final String text;
    private final ModelRegistry models;
    private final JsonNode resolved;

    /**
     * @param source what messages call it
     * @throws etude.trainer.config.ConfigException when the config by itself is not valid
     */
    BaseConfig(String text, String source, ModelRegistry models) {
        this.source = source;
        this.text = text;
        this.models = models;
        resolved = resolved(with(List.of()));
    }

    /**
     * The config of a trial.
     *
     * @throws etude.trainer.config.ConfigException when it is not valid
     */
    RunConfig with(List<String> overrides) {
        return ConfigLoader.parse(text, source, overrides, models);
    }

    /** A value of the config itself, defaults included. */
    Optional<JsonNode> value(String path) {
        return find(resolved, path);
    }

    /** The paths of all its values that are no mappings. */
    Set<String> paths() {
        Set<String> paths = new LinkedHashSet<>();
        collect(resolved, "", paths);
        return paths;
    }

    private static void collect(JsonNode node, String path, Set<String> paths) {
        if (!node.isObject()) {
            paths.add(path);
        }
        node.properties()
                .forEach(
                        member ->
                                collect(
                                        member.getValue(),
                                        Paths.join(path, member.getKey()),
                                        paths));
    }

    /** A config with all its defaults, as values. */
    static JsonNode resolved(RunConfig config) {
        return ConfigText.root(ConfigWriter.toYaml(config), "", new Problems())
                .map(Values::of)
                .orElseThrow();
    }

    static Optional<JsonNode> find(JsonNode root, String path) {
        JsonNode found = root;
        for (String key : path.split("\\.", -1)) {
            found = Optional.ofNullable(found.get(key)).orElse(MissingNode.getInstance());
        }
        return found.isMissingNode() ? Optional.empty() : Optional.of(found);
    }
}
