package etude.tuner.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import etude.trainer.config.ConfigLoader;
import etude.trainer.config.ConfigWriter;
import etude.trainer.config.Durations;
import etude.trainer.config.RunConfig;
import etude.trainer.files.Json;
import etude.trainer.metrics.Measurement;
import etude.trainer.run.RunDirectory;
import etude.trainer.run.RunEnd;
import etude.trainer.run.RunFacts;
import etude.trainer.run.RunStatus;
import etude.trainer.run.Summary;
import etude.tuner.project.ProjectFolder;
import etude.tuner.project.ProjectLock;
import etude.tuner.report.StudyOnDisk;
import etude.tuner.store.Ending;
import etude.tuner.study.OpenStudy;
import etude.tuner.study.StudyOpening;
import etude.tuner.workspace.Workspace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A project from its config on, with what others would have trained. */
final class NextCommandTest {
    @TempDir private Path directory;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(
                directory.resolve("base.yaml"),
                """
                name: digits
                dataset: {name: generated, examples: 200, image_size: 12, validation_fraction: 0.2}
                model: {name: mlp, hidden: [8]}
                batch_size: 10
                max_train_steps: 200
                optimizer: {name: momentum, learning_rate: 0.1}
                dropout: 0.2
                """);
    }

    private CommandResult etude(String... words) {
        return EtudeCommand.run(directory, words);
    }

    private CommandResult begin() {
        return etude("project", "new", "base.yaml", "--goal", "read digits", "--seed", "7");
    }

    private String step() throws IOException {
        CommandResult next = etude("next", "--format", "json");
        JsonNode json = Json.parse(next.out().getBytes(StandardCharsets.UTF_8));
        return json.path("next").path("step").asText("none");
    }

    private RunConfig incumbent() {
        return ConfigLoader.load(directory.resolve("projects/digits/incumbent.yaml"), List.of());
    }

    /** A run of the incumbent on its data, of 10 ms a step. */
    private void checkData() {
        RunConfig config = incumbent();
        RunDirectory run = new RunDirectory(directory.resolve("runs/some-run"));
        run.create();
        writeText(run.config(), ConfigWriter.toYaml(config));
        RunFacts.of(
                        config,
                        Durations.resolve(config, 160),
                        new RunFacts.Data(
                                OptionalInt.of(160),
                                OptionalInt.of(40),
                                OptionalInt.of(40),
                                OptionalInt.of(10),
                                Optional.empty(),
                                Map.of("validation/error_rate", 0.9),
                                OptionalInt.of(0),
                                OptionalInt.empty()),
                        "cpu()")
                .write(run);
        new Summary(
                        new RunEnd(RunStatus.COMPLETED, "done", OptionalLong.empty()),
                        100,
                        Optional.empty(),
                        Map.of("data_wait_fraction", 0.0),
                        1,
                        1000,
                        Optional.empty(),
                        0)
                .write(run);
        writeText(run.metrics(), "{\"step\": 100, \"validation/error_rate\": 0.5}\n");
    }

    private static void writeText(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void procedure(String name, String command, Map<String, Object> result) {
        Path folder = directory.resolve("procedures").resolve(name);
        writeText(
                folder.resolve("plan.json"),
                Json.text(
                        Map.of(
                                "procedure",
                                command,
                                "inputs",
                                Map.of("config", ConfigWriter.toYaml(incumbent())))));
        writeText(folder.resolve("result.json"), Json.text(result));
    }

    /**
     * Every trial of the drafted sweep: an error rate of 1 % for each step away from the middle.
     */
    private void sweep(String file) {
        try (OpenStudy study =
                StudyOpening.openOrCreate(
                        directory.resolve(file),
                        new Workspace(directory).studies(),
                        Optional.empty())) {
            int trials = study.trials().size();
            for (int i = 0; i < trials; i++) {
                double error = 0.05 + 0.01 * Math.abs(i - trials / 2);
                StudyOnDisk.end(
                        study,
                        List.of(new Measurement(200, Map.of("validation/error_rate", error))),
                        new Ending.Completed());
            }
        }
    }

    @Test
    void aProjectIsWalkedThrough() throws IOException {
        assertThat(begin().out())
                .isEqualTo(
                        "projects/digits is a project now: edit project.yaml at any time. `etude"
                                + " next projects/digits` says what to do first.\n");
        assertThat(incumbent().seed()).isEqualTo(7);
        assertThat(step()).isEqualTo("data");
        checkData();
        assertThat(step()).isEqualTo("simplest_config");
        CommandResult launch = etude("next", "--run");
        assertThat(launch.out()).startsWith("Launch 1: dropout=0.0.\n");
        assertThat(launch.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(incumbent().dropout()).isZero();
        checkData();
        assertThat(step()).isEqualTo("batch_size");
        assertThat(etude("next", "--skip", "one machine is like another").out())
                .contains("Next: The time of a step is known", "Cost: 3 trials of 12,000 steps");
        assertThat(etude("next", "--skip", "it is known").out())
                .contains("Next: Training is as long as");
        procedure(
                "by-hand",
                "etude tune steps",
                Map.of(
                        "result",
                        "fitted",
                        "max_train_steps",
                        15,
                        "learning_rate",
                        0.3,
                        "sentences",
                        List.of("max_train_steps: begin with 15.")));
        assertThat(etude("next", "--run").out()).startsWith("Launch 2: max_train_steps=150.\n");
        assertThat(step()).isEqualTo("baseline");
        sweep("projects/digits/rounds/01-baseline/study.yaml");
        assertThat(etude("next", "--run").out()).startsWith("Launch 3: optimizer.learning_rate=");
        assertThat(incumbent().optimizer().learningRate()).isCloseTo(0.3, within(1e-4));
        assertThat(directory.resolve("projects/digits/rounds/01-baseline/lesson.json"))
                .content()
                .contains("\"decision\" : \"ADOPTED\"");
        assertThat(step()).isEqualTo("stability");
        procedure(
                "stable",
                "etude tune stability",
                Map.of("best_learning_rate", 0.3, "sentences", List.of("None is unstable.")));
        assertThat(step()).isEqualTo("decay");
        assertThat(etude("next", "--explain").out())
                .contains(
                        "Next: It is known whether the learning rate should decay",
                        "1. The data are sound, and training does not wait for them: satisfied [",
                        "    by "
                                + System.getProperty("user.name")
                                + ": one machine is like another",
                        "None is unstable.");
        assertThat(directory.resolve("projects/digits/journal.jsonl")).content().hasLineCount(6);
    }

    @Test
    void whatIsNextIsSaidWithItsCost() {
        begin();
        CommandResult next = EtudeCommand.runIn(80, directory, "next");
        assertThat(next.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(next.out())
                .startsWith("Project digits: read digits\n")
                .contains(
                        "0.0 s of 8h are charged",
                        """
                        Next: The data are sound, and training does not wait for them [Guide for
                        starting a new project]
                        """,
                        "    Cost: 100 steps, whose time it measures; 8.0 h of the budget are left.\n",
                        "`etude next projects/digits --run`",
                        "`etude next projects/digits --skip REASON`");
    }

    /** A study of the incumbent with another hyperparameter, of which nothing is trained. */
    private void study(String name, String metric, String parameter) throws IOException {
        Files.writeString(
                directory.resolve(name + ".yaml"),
                """
                name: %s
                goal: Does it help?
                base: projects/digits/incumbent.yaml
                objective: {metric: %s, mode: min}
                search: {algorithm: quasi_random, seed: 1}
                trials: 2
                parameters:
                  - {path: use_it, role: scientific, values: [false, true]}
                  - {path: optimizer.learning_rate, role: nuisance, min: 0.01, max: 1.0, scale: log}
                  - %s
                """
                        .formatted(name, metric, parameter));
        StudyOpening.openOrCreate(
                        directory.resolve(name + ".yaml"),
                        new Workspace(directory).studies(),
                        Optional.empty())
                .close();
    }

    @Test
    void aStudyThatWasBegunByHandBecomesARound() throws IOException {
        begin();
        String smoothing =
                "{path: label_smoothing, role: nuisance, min: 0.01, max: 0.1, when: {use_it: true}}";
        study("by-hand", "validation/error_rate", smoothing);
        study("by-loss", "validation/loss", smoothing);
        assertThat(etude("project", "adopt-study", "studies/by-hand").out())
                .startsWith("by-hand is rounds/01-label-smoothing of projects/digits now;");
        assertThat(directory.resolve("projects/digits/rounds/01-label-smoothing/base.yaml"))
                .content()
                .isEqualTo(Files.readString(directory.resolve("projects/digits/incumbent.yaml")));
        assertThat(etude("next", "--explain").out())
                .contains("4 trials of studies/by-hand have not ended; the same study goes on.");
        refused(
                etude("project", "adopt-study", "studies/by-hand"),
                "by-hand is the study of rounds/01-label-smoothing already");
        refused(
                etude("project", "adopt-study", "studies/by-loss"),
                "by-loss: expected a study that minimizes validation/error_rate, as the project"
                        + " does, found the least of validation/loss");
        refused(
                etude("project", "adopt-study", "studies/none"),
                "studies/none: there is no such study");
    }

    /** Somebody else's process would hold it just so. */
    @Test
    void oneWorksOnAProjectAtATime() {
        begin();
        ProjectLock lock = new ProjectFolder(directory.resolve("projects/digits")).lock();
        try {
            refused(
                    etude("next", "--run"),
                    "projects/digits: process "
                            + ProcessHandle.current().pid()
                            + " works on this project; wait until it ends, or stop it");
            assertThat(etude("next").exitCode()).as("looking is free").isEqualTo(ExitCode.DONE);
        } finally {
            lock.close();
        }
    }

    private void refused(CommandResult result, String sentence) {
        assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).startsWith("etude: " + sentence);
        assertThat(result.err().lines().filter(line -> line.startsWith("etude: "))).hasSize(1);
    }

    @Test
    void mistakesAreOneSentence() throws IOException {
        refused(etude("next"), "projects: expected a project, found none; `etude project new");
        refused(
                etude("next", "runs"),
                "runs: expected the folder of a project, found no project.yaml in it");
        refused(
                etude("project", "new", "base.yaml", "--metric", "validation/eror_rate"),
                "--metric: runs of this config will have no validation/eror_rate; did you mean validation/error_rate");
        refused(
                etude("project", "new", "base.yaml", "--run-budget", "soon"),
                "run_budget: expected a time above 0 such as 90s, 20m or 8h, found soon");
        refused(
                etude("project", "new", "base.yaml", "--total-budget", "10m", "--run-budget", "1h"),
                "run_budget: expected at most total_budget 10m, which all runs share, found 1h");
        refused(
                etude("project", "new", "base.yaml", "--metric", "validation/perplexity"),
                "--metric: runs of this config will have no validation/perplexity; they will have: validation/loss, ");
        refused(etude("project", "new", "none.yaml"), "none.yaml: there is no such config file");
        assertThat(directory.resolve("projects")).doesNotExist();
        begin();
        refused(begin(), "projects/digits is there already");
        refused(etude("next", "--skip", " "), "--skip: expected a reason");
        refused(etude("next", "--run", "--skip", "no"), "--skip: expected alone");
        Path project = directory.resolve("projects/digits/project.yaml");
        Files.writeString(
                project,
                Files.readString(project).replace("keep: []", "keep: [model, batch_sise]"));
        refused(
                etude("next"),
                "projects/digits/project.yaml: keep: incumbent.yaml has no key batch_sise; did you mean batch_size");
        Files.writeString(directory.resolve("projects/digits/project.yaml"), "name: [\n");
        refused(etude("next"), "projects/digits/project.yaml:");
        Files.delete(directory.resolve("projects/digits/incumbent.yaml"));
        Files.writeString(
                directory.resolve("projects/digits/project.yaml"),
                "name: digits\nmetric: validation/loss\n");
        refused(etude("next"), "projects/digits/incumbent.yaml: there is no such config file");
    }
}
