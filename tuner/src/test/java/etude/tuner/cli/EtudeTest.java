package etude.tuner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import etude.trainer.files.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command itself: what it says of itself, and of mistakes. */
final class EtudeTest {
    @TempDir private Path directory;

    @Test
    void helpListsTheExitCodes() throws Exception {
        CommandResult help = EtudeProcess.run(directory, "--help");
        assertThat(help.exitCode()).isZero();
        assertThat(help.out()).contains("Exit codes:").containsPattern("75 +stopped by a signal");
        assertThat(help.err()).isEmpty();
    }

    @Test
    void versionIsTheOneOfTheBuild() throws Exception {
        CommandResult version = EtudeCommand.run(directory, "--version");
        assertThat(version.out()).matches("etude \\d+\\.\\d+\\.\\d+\\S*\\s*");
        assertThat(version.exitCode()).isZero();
    }

    @Test
    void unknownOptionIsAUsageErrorThatNamesTheNearestOne() throws Exception {
        CommandResult wrong = EtudeCommand.run(directory, "doctor", "--hepl");
        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.err()).startsWith("etude: ").contains("--help");
        assertThat(wrong.out()).isEmpty();
    }

    @Test
    void unknownCommandIsAUsageErrorThatNamesTheNearestOne() throws Exception {
        CommandResult wrong = EtudeCommand.run(directory, "docter");
        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.err()).startsWith("etude: ").contains("doctor");
    }

    @Test
    void missingCommandIsAUsageError() throws Exception {
        CommandResult missing = EtudeCommand.run(directory);
        assertThat(missing.exitCode()).isEqualTo(2);
        assertThat(missing.err()).startsWith("etude: ");
    }

    @Test
    void missingConfigFileIsOneSentenceAndAConfigError() throws Exception {
        CommandResult missing = EtudeProcess.run(directory, "train", "absent.yaml");
        assertThat(missing.exitCode()).isEqualTo(2);
        assertThat(missing.err()).startsWith("etude: absent.yaml").hasLineCount(1);
        assertThat(directory).isEmptyDirectory();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "evaluate runs/none|runs/none: expected a run directory, found no config.yaml",
                "evaluate runs/none --split dev|--split: expected train, validation or test, found \"dev\"",
                "evaluate runs/none --checkpoint foo|--checkpoint: expected best, latest or a step, found \"foo\"",
                "train run.yaml --device tpu|--device: expected auto, cpu, gpu or gpu:N, found \"tpu\"",
                "probe run.yaml --device tpu|--device: expected auto, cpu, gpu, a GPU's number",
                "study run s.yaml --devices 0,x|--devices: expected auto, cpu, gpu, a GPU's number",
                "train run.yaml --run-dir @|expected the path of a file or folder, found nothing",
                "train run.yaml --run-dir LONG|found a name of 300 bytes in it, and none is longer than 255",
                "train run.yaml --set model.hidden=[0]|expected a whole number of at least 1, found 0",
                "train run.yaml --set dataset.validation_fraction=0|0 leaves nothing to validate on",
                "train run.yaml --set dataset.name=mnits|mnist",
                "data fetch mnits|no data set of the catalogue; did you mean mnist?",
                "data fetch letters|no data set of the catalogue; it has: mnist, fashion-mnist, kmnist",
                "study list --store jdbc:postgresql://|--store: a PostgreSQL URL names a server and a database",
                "study list --store jdbc:postgresql://h:99999/x|--store: the port of a PostgreSQL URL is a number",
                "study list --store postgres://h/x|--store: expected the path of a SQLite file or a URL"
            })
    void mistakesOfTheCommandLineEndWithTwo(String command, String sentence) throws Exception {
        Files.writeString(
                directory.resolve("run.yaml"),
                """
                name: run
                dataset: {name: generated}
                model: {name: mlp}
                batch_size: 8
                max_train_steps: 1
                optimizer: {learning_rate: 0.1}
                """);
        String[] words = command.split(" ", -1);
        for (int i = 0; i < words.length; i++) {
            words[i] = words[i].replace("@", "").replace("LONG", "a".repeat(300));
        }

        CommandResult wrong = EtudeCommand.run(directory, words);

        assertThat(wrong.exitCode()).as(wrong.err()).isEqualTo(2);
        assertThat(wrong.err()).startsWith("etude: ").contains(sentence).doesNotContain("bug");
        assertThat(wrong.out()).isEmpty();
    }

    @Test
    void inspectShowsSplitsAndClasses() throws Exception {
        Files.writeString(directory.resolve("all.txt"), "to be or not to be. ".repeat(100));
        CommandResult inspected =
                EtudeCommand.run(
                        directory, "data", "inspect", directory.resolve("all.txt").toString());
        assertThat(inspected.err()).startsWith("Preparing ").contains("all.txt");
        assertThat(inspected.exitCode()).isZero();
        assertThat(inspected.out())
                .contains("windows of 128 tokens out of 8")
                .containsPattern("train +validation");
    }

    @Test
    void schemaOfConfigsNamesTheModels() throws Exception {
        CommandResult schema = EtudeCommand.run(directory, "schema", "train");
        assertThat(schema.exitCode()).isZero();
        assertThat(schema.out()).startsWith("{").contains("\"mlp\"", "\"resnet\"");
    }

    @Test
    void catalogueIsListedWithLicences() throws Exception {
        CommandResult list = EtudeCommand.run(directory, "data", "list");
        assertThat(list.exitCode()).isZero();
        assertThat(list.out()).containsPattern("cifar100 +\\d").contains("LICENCE");
    }

    @Test
    void aWrongStudyIsAConfigErrorWithEveryProblem() throws Exception {
        Files.writeString(directory.resolve("wrong.yaml"), "name: wrong\ntrails: 3\n");
        CommandResult plan = EtudeCommand.run(directory, "study", "plan", "wrong.yaml");
        assertThat(plan.exitCode()).isEqualTo(2);
        assertThat(plan.out()).isEmpty();
        assertThat(plan.err())
                .contains(
                        "wrong.yaml:2: trails: unknown key; did you mean trials?",
                        "missing key goal");
    }

    @Test
    void schemaOfStudiesIsJson() throws Exception {
        CommandResult schema = EtudeCommand.run(directory, "schema", "study");
        assertThat(schema.exitCode()).isZero();
        JsonNode parsed = Json.parse(schema.out().getBytes(StandardCharsets.UTF_8));
        assertThat(parsed.path("required")).extracting(JsonNode::asText).contains("goal", "trials");
        assertThat(parsed.path("properties").path("parameters").path("items").path("required"))
                .extracting(JsonNode::asText)
                .containsExactly("path", "role");
    }
}
