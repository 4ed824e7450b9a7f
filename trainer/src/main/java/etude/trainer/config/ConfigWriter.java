package etude.trainer.config;

import etude.trainer.config.bind.ConfigNode.Mapping;
import etude.trainer.config.bind.Unbinder;
import etude.trainer.config.bind.YamlWriter;

/** Writes a config out with every default, so that a run directory explains itself. */
public final class ConfigWriter {
    private ConfigWriter() {}

    /** YAML that {@link ConfigLoader} reads back to an equal config. */
    public static String toYaml(RunConfig config) {
        return YamlWriter.write(toTree(config));
    }

    /** Writing needs no registry: the config holds its model's settings. */
    static Mapping toTree(RunConfig config) {
        return new Unbinder(RunTypes.written()).unbind(config);
    }
}
