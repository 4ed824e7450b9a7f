package etude.trainer.config;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import etude.trainer.model.ModelRegistry;
import etude.trainer.model.TinyProvider;
import java.util.List;

/** Configs for tests. */
final class Configs {
    static final ModelRegistry MODELS = new ModelRegistry(List.of(new TinyProvider()));

    static final String MINIMAL =
            """
            name: minimal
            dataset: {name: generated}
            model: {name: tiny}
            batch_size: 128
            max_train_steps: 2000
            optimizer: {learning_rate: 0.05}
            """;

    private Configs() {}

    static RunConfig load(String yaml, String... overrides) {
        return ConfigLoader.parse(yaml, "run.yaml", List.of(overrides), MODELS);
    }

    static RunConfig minimal(String... overrides) {
        return load(MINIMAL, overrides);
    }

    /** The sentences that loading fails with. */
    static List<String> problems(String yaml, String... overrides) {
        return catchThrowableOfType(ConfigException.class, () -> load(yaml, overrides)).problems();
    }
}
