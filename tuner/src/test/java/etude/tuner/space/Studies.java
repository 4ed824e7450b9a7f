package etude.tuner.space;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import etude.trainer.config.ConfigException;
import etude.trainer.model.ModelRegistry;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Study files as texts. */
final class Studies {
    static final String BASE =
            """
            name: base
            dataset: {name: generated}
            model: {name: mlp}
            batch_size: 128
            max_train_steps: 500
            optimizer: {name: momentum, learning_rate: 0.05, momentum: 0.8}
            """;

    private static final String HEAD =
            """
            name: s
            goal: Which?
            base: base.yaml
            trials: %s
            """;

    private static final String PARAMETERS = "parameters:\n";

    private Studies() {}

    /** A study of four trials per arm. */
    static Study study(String more, String... parameters) {
        return read(text(4, more, parameters));
    }

    static String text(int trials, String more, String... parameters) {
        StringBuilder text = new StringBuilder(HEAD.formatted(trials)).append(more).append('\n');
        text.append(PARAMETERS);
        for (String parameter : parameters) {
            text.append("  - {").append(parameter).append("}\n");
        }
        return text.toString();
    }

    static Study read(String study) {
        return read(study, "");
    }

    static Study read(String study, String algoperf) {
        Map<Path, String> texts = new HashMap<>();
        texts.put(Path.of("study.yaml"), study);
        texts.put(Path.of("base.yaml"), BASE);
        texts.put(Path.of("space.json"), algoperf);
        return Study.read(
                Path.of("study.yaml"), ModelRegistry.load(), path -> texts.getOrDefault(path, ""));
    }

    /** Everything that is wrong with a study of four trials per arm. */
    static List<String> problems(String more, String... parameters) {
        return problems(text(4, more, parameters));
    }

    static List<String> problems(String study) {
        return problemsOf(() -> read(study));
    }

    static List<String> problemsOf(Runnable reading) {
        return catchThrowableOfType(ConfigException.class, reading::run).problems();
    }

    static final String RATE =
            "path: optimizer.learning_rate, role: nuisance, min: 0.001, max: 1, scale: log";

    /** The values of one path in all trials, absent ones as {@code -}. */
    static List<String> values(Study study, String path) {
        return study.trials().stream()
                .map(trial -> Optional.ofNullable(trial.settings().get(path)))
                .map(value -> value.map(Values::text).orElse("-"))
                .toList();
    }

    static JsonNode value(Trial trial, String path) {
        return Optional.ofNullable(trial.settings().get(path)).orElseThrow();
    }
}
