package etude.tuner.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.trainer.engine.DeviceLostException;
import etude.tuner.process.TestDevice;
import etude.tuner.store.Access;
import etude.tuner.store.TrialState;
import etude.tuner.study.OpenStudy;
import etude.tuner.study.StudyDirectory;
import etude.tuner.study.StudyOpening;
import etude.tuner.study.TrialWorker;
import etude.tuner.study.WorkerArguments;
import etude.tuner.study.WorkerState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A GPU that faults ends the process with a sentence, and is no trial's fault. */
final class LostDeviceTest {
    private static final String SENTENCE =
            "the GPU faulted and is lost to this process (CUDA error: an illegal memory access was encountered)";

    @TempDir private Path directory;

    @Test
    void trainingEndsWithOneSentence() throws Exception {
        SmallStudy.write(directory, 1, 4, "validation/loss", "seed: 1");
        Files.writeString(
                directory.resolve("base.yaml"),
                Files.readString(directory.resolve("base.yaml")).replace("aborting", "faulting"));
        CommandResult result =
                EtudeCommand.run(directory, "train", "base.yaml", "--run-dir", "run");
        assertThat(result.exitCode()).isEqualTo(ExitCode.FAILURE);
        assertThat(result.err().lines()).last().asString().startsWith("etude: " + SENTENCE);
        assertThat(result.err()).doesNotContain("bug in Etude").doesNotContain("\tat ");
        assertThat(directory.resolve("run/attempts/0.json"))
                .content()
                .contains("\"status\" : \"failed\"", SENTENCE);
    }

    @Test
    void theTrialIsPendingAgain() throws Exception {
        SmallStudy small = SmallStudy.write(directory, 1, 4);
        Files.writeString(
                directory.resolve("base.yaml"),
                Files.readString(directory.resolve("base.yaml")).replace("mlp", "faulting"));
        Files.writeString(
                directory.resolve("study.yaml"),
                Files.readString(directory.resolve("study.yaml"))
                        .replace("fixed: {model.hidden: [8]}\n", ""));
        small.begin();
        Path root = directory.resolve("studies/small");
        try (OpenStudy study =
                StudyOpening.open(new StudyDirectory(root), Optional.empty(), Access.WRITING)) {
            TrialWorker worker =
                    new TrialWorker(
                            study,
                            new WorkerArguments(
                                    root,
                                    TestDevice.child(),
                                    "w",
                                    Duration.ofSeconds(30),
                                    List.of("etude")),
                            new WorkerState(Optional.empty()),
                            () -> false,
                            message -> {},
                            note -> {});
            for (int attempt = 0; attempt < 6; attempt++) { // more than of a trial that crashes
                assertThatThrownBy(worker::work)
                        .isInstanceOf(DeviceLostException.class)
                        .hasMessageStartingWith(SENTENCE);
            }
            assertThat(worker.state().isWornOut()).isTrue();
            assertThat(study.trials().get(0).state()).isEqualTo(TrialState.PENDING);
            assertThat(small.endings(0)).hasSize(6).containsOnly("crashed");
        }
    }
}
