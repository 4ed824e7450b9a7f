package etude.tuner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Runs that start from others, by the command. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FineTuningTest {
    private static final String CONFIG =
            """
            name: few
            threads: 1
            dataset: {name: generated, examples: 200, image_size: 8}
            model: {name: mlp, hidden: [8], normalization: batch_norm}
            batch_size: 16
            max_train_steps: 10
            optimizer: {name: momentum, learning_rate: 0.01, weight_decay: 0.1}
            evaluation: {every: 10, batch_size: 64}
            checkpoints: {every: 10}
            """;

    private Path folder = Path.of("");

    @BeforeAll
    void train(@TempDir Path temporary) throws IOException {
        folder = temporary;
        Files.writeString(folder.resolve("few.yaml"), CONFIG);
        assertThat(run("few.yaml").exitCode()).isZero();
    }

    private CommandResult run(String config, String... more) {
        String[] arguments = new String[more.length + 2];
        arguments[0] = "train";
        arguments[1] = folder.resolve(config).toString();
        System.arraycopy(more, 0, arguments, 2, more.length);
        return EtudeCommand.run(folder, arguments);
    }

    private String from(String more) {
        return "initialize_from={path: '%s'%s}".formatted(folder.resolve("runs/few"), more);
    }

    @Test
    void parametersAreListedWithWhatWouldBecomeOfThem() {
        CommandResult listed =
                run(
                        "few.yaml",
                        "--parameters",
                        "--set",
                        from(", freeze: ['hidden1_*'], skip: ['output_*']"),
                        "--set",
                        "optimizer.groups=[{match: 'output_*', learning_rate_scale: 10}]");
        assertThat(listed.exitCode()).as(listed.err()).isZero();
        assertThat(listed.out().lines().limit(8))
                .containsExactly(
                        "PARAMETER                               SHAPE   TRAINING              STARTS",
                        "hidden1_linear_weight                   8 x 64  frozen                loaded",
                        "output_weight                           10 x 8  rate x 10, decay 0.1  fresh: skipped",
                        "output_bias                             10      rate x 10             fresh: skipped",
                        "hidden1_normalization_gamma             8       frozen                loaded",
                        "hidden1_normalization_beta              8       frozen                loaded",
                        "hidden1_normalization_running_mean      8       statistic             loaded",
                        "hidden1_normalization_running_variance  8       statistic             loaded");
        assertThat(listed.out())
                .contains("checkpoint of step 10 (crc32c ", "): 5 of 7 tensors loaded.")
                .contains("Fresh (skipped): output_weight, output_bias.", "Frozen: hidden1_*.");
        assertThat(folder.resolve("runs/few/attempts/1.json")).doesNotExist();
    }

    @Test
    void aRunGoesOnInAFolderOfItsOwn() {
        String earlier = folder.resolve("runs/few").toString();
        CommandResult longer =
                run("few.yaml", "--continue", earlier, "--set", "max_train_steps=15");
        assertThat(longer.exitCode()).as(longer.err()).isZero();
        assertThat(longer.err()).contains("Goes on from step 10 of ", ", to step 15;");
        assertThat(longer.out()).contains("Results are in runs/few-continued.");
        CommandResult again = run("few.yaml", "--continue", earlier, "--set", "max_train_steps=15");
        assertThat(again.exitCode()).as(again.err()).isZero();
        CommandResult shorter =
                run(
                        "few.yaml",
                        "--continue",
                        earlier,
                        "--run-dir",
                        "x",
                        "--set",
                        "max_train_steps=9");
        assertThat(shorter.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(shorter.err().lines())
                .singleElement()
                .asString()
                .startsWith("etude: --continue runs/few: it has done 10 steps");
    }

    @Test
    void wrongSettingsAreOneSentence() {
        assertSentence(
                "initialize_from.path: there is nothing at nowhere;",
                "initialize_from={path: nowhere}");
        assertSentence(
                "initialize_from.freeze: expected stem_* to match a parameter,",
                from(", freeze: ['stem_*']"));
        assertSentence(
                "--set initialize_from: initialize_from.freese: unknown key; did you mean freeze?",
                from(", freese: ['stem_*']"));
        assertSentence(
                "--set optimizer.groups: missing key optimizer.groups[0].match (Pattern of",
                "optimizer.groups=[{learning_rate_scale: 10}]");
    }

    private void assertSentence(String sentence, String setting) {
        CommandResult refused = run("few.yaml", "--set", setting, "--run-dir", folder + "/refused");
        assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(refused.err().lines().filter(line -> line.startsWith("etude: ")))
                .singleElement()
                .asString()
                .startsWith("etude: " + sentence);
    }

    @Test
    void weightsToStartFromMayBeAHyperparameter() throws IOException {
        Files.writeString(
                folder.resolve("study.yaml"),
                """
                name: start
                goal: Do earlier weights help?
                base: few.yaml
                objective: {metric: validation/error_rate, mode: min}
                search: {algorithm: quasi_random, seed: 1}
                design: separate
                trials: 2
                parameters:
                  - {path: initialize_from, role: scientific, values: [null, {path: runs/few}]}
                  - {path: initialize_from.freeze, role: nuisance, values: [[], ['hidden1_*']], when: {initialize_from: [{path: runs/few}]}}
                  - {path: optimizer.learning_rate, role: nuisance, min: 0.01, max: 0.1, scale: log}
                """);
        CommandResult planned =
                EtudeCommand.run(folder, "study", "plan", folder.resolve("study.yaml").toString());
        assertThat(planned.exitCode()).as(planned.err()).isZero();
        assertThat(planned.out()).contains("initialize_from");
    }
}
