package etude.tuner.procedure;

import etude.tuner.space.Hyperparameter;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** How far what a shorter run found carries over to a longer one (playbook, "Round 1"). */
enum Transfer {
    VERY_LIKELY("very likely to transfer"),
    LIKELY("likely"),
    MIGHT("might transfer"),
    UNLIKELY("unlikely: tune them again");

    private final String words;

    Transfer(String words) {
        this.words = words;
    }

    /** Of a key; optimizer, regularization and augmentation "might", and so does what is new. */
    static Transfer of(String path) {
        if (path.equals("schedule.warmup_steps") || path.equals("model.zero_init_residual")) {
            return VERY_LIKELY;
        }
        if (path.startsWith("model.")) {
            return LIKELY;
        }
        return path.startsWith("schedule.") ? UNLIKELY : MIGHT;
    }

    /** {@code might transfer: optimizer.learning_rate, dropout; unlikely: ...}. */
    static String sentence(List<Hyperparameter> hyperparameters) {
        List<String> paths = hyperparameters.stream().map(Hyperparameter::path).distinct().toList();
        return Arrays.stream(values())
                .filter(one -> paths.stream().anyMatch(path -> of(path) == one))
                .map(
                        one ->
                                one.words
                                        + ": "
                                        + paths.stream()
                                                .filter(path -> of(path) == one)
                                                .collect(Collectors.joining(", ")))
                .collect(Collectors.joining("; "));
    }
}
