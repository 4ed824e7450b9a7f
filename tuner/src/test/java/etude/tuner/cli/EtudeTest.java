package etude.tuner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import etude.trainer.files.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
