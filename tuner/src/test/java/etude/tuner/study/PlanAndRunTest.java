package etude.tuner.study;

import static org.assertj.core.api.Assertions.assertThat;

import etude.trainer.config.ConfigException;
import etude.trainer.config.RunConfig;
import etude.tuner.space.Study;
import etude.tuner.store.TrialStatus;
import etude.tuner.tracking.StudyPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code study plan} accepts {@code study run} begins, and what it refuses nothing begins. */
final class PlanAndRunTest {
    private static final String BASE =
            """
            name: base
            notes: "a\\e[31m \\0 \\U0001F680"
            dataset: {name: generated}
            model: {name: mlp}
            batch_size: 128
            max_train_steps: 500
            optimizer: {name: momentum, learning_rate: 0.05}
            """;

    private static final String STUDY =
            """
            name: s
            goal: Which?
            base: base.yaml
            trials: 3
            fixed: {label_smoothing: 0.1}
            parameters: [{path: optimizer.learning_rate, role: nuisance, min: 0.01, max: 0.1}]
            """;

    private static final String PARAMETERS = "\nparameters: .*";

    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {"'[a]'", "'\"a'", "\"'a'\"", "'a: b # c'", "' x '", "'\ud83d\ude80 \u00fc'"})
    void oddNamesOfStudiesAreNamesOfTrials(String name) throws IOException {
        List<RunConfig> trials = accepted(STUDY.replace("name: s", "name: " + name));

        assertThat(trials).hasSize(3);
        assertThat(trials.get(2).name()).endsWith("-00002").hasSizeGreaterThan(6);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "notes: \"a\\eb\\0c\"",
                "model: {name: mlp, hidden: []}",
                "schedule.warmup_steps: 1 epochs",
                "notes: 'a=b: c # d'",
            })
    void oddSettingsReachTheTrials(String setting) throws IOException {
        assertThat(accepted(STUDY.replace("label_smoothing: 0.1", setting))).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{path: notes, role: nuisance, values: [\"a\\eb\", '', \"\\ud83d\\ude80\"]}",
                "{path: schedule.warmup_steps, role: nuisance, min: 1, max: 9, integer: true}",
                "{path: model.hidden, role: nuisance, values: [[], [8], [9, 9]]}",
                "{path: optimizer.learning_rate, role: nuisance, min: 4.9e-324, max: 1, scale: log}",
                "{path: optimizer.weight_decay, role: nuisance, values: [0, 1.0e-320, 1.0]}",
            })
    void oddValuesReachTheTrials(String parameter) throws IOException {
        String study = STUDY.replaceFirst(PARAMETERS, "\nparameters: [" + quoted(parameter) + "]");

        assertThat(accepted(study)).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name: s|name: \"a\\eb\"|found a control character in it",
                "name: s|name: \"\\ud800\"|character",
                "name: s|name: a/b|without slashes",
                "base.yaml|\"a\\0b\"|base: expected the path of a file or folder, found a NUL character",
                "base.yaml|''|base: expected the path of a file or folder, found nothing",
                "label_smoothing: 0.1|threads: 2|threads: is the same in all trials",
                "label_smoothing: 0.1|name: x|name: is no hyperparameter",
                "label_smoothing: 0.1|seed: 1|seed: every trial gets its own",
                "label_smoothing: 0.1|dropout: 1e999|expected a number up to 1.8e308, found 1e999",
                "trials: 3|trials: 3\nobjective: {metric: validation/eror_rate}|did you mean validation/error_rate?",
                "trials: 3|trials: 3\nobjective: {metric: test/loss}|test/loss is no metric of evaluations",
                "min: 0.01, max: 0.1|min: 1e19, max: 2e19, integer: true|whole numbers below 4.5e15",
            })
    void whatCannotRunIsRefusedByBoth(String change) throws IOException {
        String[] parts = change.split("\\|", -1);

        assertThat(refused(STUDY.replace(parts[0], parts[1])))
                .singleElement()
                .asString()
                .contains(parts[2]);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{path: schedule.warmup_steps, role: nuisance, min: 1, max: 4}|study.yaml:6: schedule.warmup_steps: must be a whole number of steps, found",
                "{path: x, role: nuisance, values: [1, 2]}|study.yaml:6: x: is no config key",
            })
    void whatOnlyFailsBetweenTheEndsIsRefusedByBoth(String change) throws IOException {
        String[] parts = change.split("\\|", -1);
        String study = STUDY.replaceFirst(PARAMETERS, "\nparameters: [" + quoted(parts[0]) + "]");

        assertThat(refused(study)).singleElement().asString().contains(parts[1]);
    }

    @ParameterizedTest
    @ValueSource(ints = {194, 195})
    void theLongestNameOfAStudyLeavesRoomForThoseOfItsTrials(int bytes) throws IOException {
        String study = STUDY.replace("name: s", "name: " + "a".repeat(bytes));

        if (bytes == 194) {
            assertThat(accepted(study).get(0).name()).hasSize(200);
        } else {
            assertThat(refused(study))
                    .singleElement()
                    .asString()
                    .endsWith("of at most 194 bytes, found 195 bytes");
        }
    }

    private static String quoted(String parameter) {
        return parameter.replace("\\", "\\\\");
    }

    private Path written(String study) throws IOException {
        Files.writeString(folder.resolve("base.yaml"), BASE);
        return Files.writeString(folder.resolve("study.yaml"), study);
    }

    /** The configs that its workers would train. */
    private List<RunConfig> accepted(String text) throws IOException {
        Path file = written(text);
        assertThat(new StudyPlan(Study.read(file)).lines(80)).hasSizeGreaterThan(3);
        try (OpenStudy study = begun(file)) {
            assertThat(study.difference()).isEmpty();
            return study.trials().stream()
                    .map(TrialStatus::trial)
                    .map(
                            trial ->
                                    study.study()
                                            .config(
                                                    trial,
                                                    study.processor().threads(),
                                                    study.processor().kernels()))
                    .toList();
        }
    }

    /** The problems, which are the same from both. */
    private List<String> refused(String text) throws IOException {
        Path file = written(text);
        List<String> problems = problems(() -> new StudyPlan(Study.read(file)));
        assertThat(problems(() -> begun(file).close())).isEqualTo(problems);
        assertThat(folder.resolve("studies")).doesNotExist();
        return problems.stream().map(problem -> problem.replace(folder + "/", "")).toList();
    }

    private OpenStudy begun(Path file) {
        return StudyOpening.openOrCreate(file, folder.resolve("studies"), Optional.empty());
    }

    private static List<String> problems(Runnable task) {
        try {
            task.run();
        } catch (ConfigException e) {
            return e.problems();
        }
        throw new AssertionError("nothing was refused");
    }
}
