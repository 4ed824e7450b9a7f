package etude.tuner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EtudeProcessTest {
    @TempDir private Path directory;

    @Test
    void helpListsTheExitCodes() throws Exception {
        EtudeProcess help = EtudeProcess.run(directory, "--help");
        assertThat(help.exitCode()).isZero();
        assertThat(help.out()).contains("Exit codes:").containsPattern("75 +stopped by a signal");
        assertThat(help.err()).isEmpty();
    }

    @Test
    void versionIsTheOneOfTheBuild() throws Exception {
        EtudeProcess version = EtudeProcess.run(directory, "--version");
        assertThat(version.out()).matches("etude \\d+\\.\\d+\\.\\d+\\S*\\s*");
        assertThat(version.exitCode()).isZero();
    }

    @Test
    void unknownOptionIsAUsageErrorThatNamesTheNearestOne() throws Exception {
        EtudeProcess wrong = EtudeProcess.run(directory, "doctor", "--hepl");
        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.err()).startsWith("etude: ").contains("--help");
        assertThat(wrong.out()).isEmpty();
    }

    @Test
    void unknownCommandIsAUsageErrorThatNamesTheNearestOne() throws Exception {
        EtudeProcess wrong = EtudeProcess.run(directory, "docter");
        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.err()).startsWith("etude: ").contains("doctor");
    }

    @Test
    void missingCommandIsAUsageError() throws Exception {
        EtudeProcess missing = EtudeProcess.run(directory);
        assertThat(missing.exitCode()).isEqualTo(2);
        assertThat(missing.err()).startsWith("etude: ");
    }

    @Test
    void missingConfigFileIsOneSentenceAndAConfigError() throws Exception {
        EtudeProcess missing = EtudeProcess.run(directory, "train", "absent.yaml");
        assertThat(missing.exitCode()).isEqualTo(2);
        assertThat(missing.err()).startsWith("etude: absent.yaml").hasLineCount(1);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void inspectShowsSplitsAndClasses() throws Exception {
        Files.writeString(directory.resolve("all.txt"), "to be or not to be. ".repeat(100));
        EtudeProcess inspected = EtudeProcess.run(directory, "data", "inspect", "all.txt");
        assertThat(inspected.err()).startsWith("Preparing ").contains("all.txt");
        assertThat(inspected.exitCode()).isZero();
        assertThat(inspected.out())
                .contains("windows of 128 tokens out of 8")
                .containsPattern("train +validation");
    }

    @Test
    void schemaOfConfigsNamesTheModels() throws Exception {
        EtudeProcess schema = EtudeProcess.run(directory, "schema", "train");
        assertThat(schema.exitCode()).isZero();
        assertThat(schema.out()).startsWith("{").contains("\"mlp\"", "\"resnet\"");
    }

    @Test
    void catalogueIsListedWithLicences() throws Exception {
        EtudeProcess list = EtudeProcess.run(directory, "data", "list");
        assertThat(list.exitCode()).isZero();
        assertThat(list.out()).containsPattern("cifar100 +\\d").contains("LICENCE");
    }
}
