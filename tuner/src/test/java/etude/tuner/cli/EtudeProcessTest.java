package etude.tuner.cli;

import static org.assertj.core.api.Assertions.assertThat;

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
}
