package etude.tuner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DoctorCommandTest {
    @TempDir Path folder;

    @Test
    void aFolderWithoutLibrariesIsRefusedInOneSentence() {
        CommandResult doctor = EtudeCommand.run(folder, "doctor", "--use", "venv");
        assertThat(doctor.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(doctor.err())
                .startsWith("etude: --use: expected gpu, cpu or a folder with ")
                .contains("venv\"; install PyTorch 2.7.1")
                .hasLineCount(1);
    }

    @Test
    void aMirrorOfNothingIsAMistake() {
        CommandResult doctor =
                EtudeCommand.run(folder, "doctor", "--mirror", "file:/mirror", "--use", "cpu");
        assertThat(doctor.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(doctor.err()).startsWith("etude: --mirror goes with --use gpu");
    }
}
