package etude.trainer.config.bind;

import java.util.Locale;

/** How keys are spelled: snake case, joined by dots. */
public final class Paths {
    private Paths() {}

    /** {@code optimizer} and {@code learning_rate} to {@code optimizer.learning_rate}. */
    public static String join(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /** {@code learningRate} to {@code learning_rate}. */
    static String snakeCase(String camelCase) {
        return camelCase.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }
}
