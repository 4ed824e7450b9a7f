package etude.tuner.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import etude.trainer.config.ConfigException;
import etude.trainer.config.ConfigText;
import etude.trainer.model.ModelRegistry;
import etude.tuner.space.Study;
import etude.tuner.text.Printable;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Whatever is done to a study file or its base, it is planned, or refused in sentences of one line.
 */
final class StudyFuzzTest {
    private static final int MUTATIONS = 500;

    static final String BASE =
            """
            name: base
            notes: try 1
            dataset: {name: generated}
            model: {name: mlp, hidden: [16, 8]}
            batch_size: 16
            max_train_steps: 30
            optimizer: {name: momentum, learning_rate: 0.05, momentum: 0.8}
            schedule: {warmup_steps: 2, decay: cosine}
            """;

    /** Of every kind of hyperparameter, design and search. */
    static final List<String> STUDIES =
            List.of(
                    """
                    name: compared
                    goal: Does Adam beat Nesterov momentum?
                    base: base.yaml
                    objective: {metric: validation/error_rate, mode: min}
                    notes: none
                    search: {algorithm: quasi_random, seed: 17}
                    design: separate
                    trials: 3
                    fixed: {model.hidden: [8], label_smoothing: 0.1}
                    parameters:
                      - {path: optimizer.name, role: scientific, values: [nesterov, adam]}
                      - {path: rate, role: nuisance, min: 1.0e-3, max: 1.0, scale: log, when: {optimizer.name: nesterov}}
                      - {path: optimizer.momentum, role: nuisance, min: 0.8, max: 0.99, scale: one_minus_log, when: {optimizer.name: nesterov}}
                      - {path: rate, role: nuisance, min: 1.0e-5, max: 1.0e-2, scale: log, when: {optimizer.name: [adam]}}
                    derived: {optimizer.learning_rate: rate * batch_size / 256}
                    """,
                    """
                    name: grid
                    goal: Which rate?
                    base: base.yaml
                    search: {algorithm: grid, levels: 3}
                    trials: 4
                    parameters:
                      - path: optimizer.learning_rate
                        role: nuisance
                        min: 0.01
                        max: 1
                        scale: reverse_log
                      - path: schedule.warmup_steps
                        role: nuisance
                        min: 1
                        max: 4
                        integer: true
                      - {path: precision, role: fixed, values: [float32]}
                    """,
                    """
                    name: listed
                    goal: Which of these?
                    base: base.yaml
                    search: {algorithm: points, points: [{batch_size: 8, dropout: 0.1}, {batch_size: 16, dropout: 0.2}]}
                    design: joint
                    trials: 2
                    parameters:
                      - {path: batch_size, role: scientific, values: [8, 16]}
                      - {path: dropout, role: nuisance, min: 0.0, max: 0.5}
                    """);

    private final ModelRegistry models = ModelRegistry.load();

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS) // against hanging; it takes a second or two
    void mutatedStudiesArePlannedOrRefusedInSentences() {
        StudyMutations studies = new StudyMutations(14, STUDIES);
        StudyMutations bases = new StudyMutations(41, List.of(BASE));
        int refused = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            boolean ofBase = i % 5 == 0;
            String study = ofBase ? STUDIES.get(i / 5 % STUDIES.size()) : studies.next();
            String base = ofBase ? bases.next() : BASE;
            List<String> problems = problems(study, base);
            refused += problems.isEmpty() ? 0 : 1;
            assertThat(problems)
                    .as("%s\n--\n%s", study, base)
                    .hasSizeLessThan(22)
                    .allSatisfy(StudyFuzzTest::isSentence);
        }
        assertThat(refused).isBetween(MUTATIONS / 3, MUTATIONS - 50);
    }

    /** What `etude study plan` would print on stderr and exit with 2; another exception fails. */
    private List<String> problems(String study, String base) {
        try {
            StudyPlan plan =
                    new StudyPlan(
                            Study.read(
                                    Path.of("study.yaml"),
                                    models,
                                    path -> text(path, study, base)));
            assertThat(plan.lines(80))
                    .allSatisfy(line -> assertThat(line).doesNotContain("\n", "\u001b"));
            assertThat(plan.json()).isNotBlank();
            assertThat(plan.csv()).isNotBlank();
            return List.of();
        } catch (ConfigException e) {
            assertThat(e.problems()).isNotEmpty();
            return e.problems();
        }
    }

    private static String text(Path path, String study, String base) {
        return switch (path.toString()) {
            case "study.yaml" -> study;
            case "base.yaml" -> base;
            default -> ConfigText.read(path);
        };
    }

    private static void isSentence(String problem) {
        assertThat(Printable.line(problem)) // as it is printed
                .isNotBlank()
                .hasSizeLessThan(1500)
                .doesNotContain(
                        "\n", "\u001b", "Exception", "java.", "etude.trainer", "etude.tuner");
    }
}
