package etude.trainer.config;

import etude.trainer.config.bind.JsonSchema;
import etude.trainer.model.ModelRegistry;

/** JSON Schemas, so that editors complete and check config files. */
public final class ConfigSchema {
    private ConfigSchema() {}

    /** The training config, draft 2020-12, with the models that are registered. */
    public static String trainSchema(ModelRegistry models) {
        return new JsonSchema(RunTypes.of(models)).write("Etude training config", RunConfig.class);
    }
}
