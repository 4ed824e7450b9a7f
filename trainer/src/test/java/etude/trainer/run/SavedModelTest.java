package etude.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.datasets.preprocessing.Preprocessing;
import etude.trainer.checkpoint.CheckpointContent;
import etude.trainer.checkpoint.CheckpointDirectory;
import etude.trainer.checkpoint.CheckpointInfo;
import etude.trainer.checkpoint.LoadedCheckpoint;
import etude.trainer.checkpoint.NamedTensor;
import etude.trainer.checkpoint.PreprocessingFile;
import etude.trainer.checkpoint.TensorView;
import etude.trainer.config.ConfigException;
import etude.trainer.files.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SavedModelTest {
    private Path trained = Path.of("");

    @BeforeAll
    void train(@TempDir Path folder) {
        trained = folder.resolve("run");
        SmallRun.run(trained, new SmallRun.Quiet());
    }

    /** A copy whose data cannot be read any more. */
    private Path withoutData(Path folder) throws IOException {
        Path copy = Files.createDirectories(folder.resolve("copy"));
        Files.copy(trained.resolve("run.json"), copy.resolve("run.json"));
        Files.writeString(
                copy.resolve("config.yaml"),
                Files.readString(trained.resolve("config.yaml"))
                        .replace("image_size: 12", "path: gone")
                        .replaceAll("(?m)^  difficulty.*\n", "")
                        .replace("name: generated", "name: idx"));
        for (CheckpointInfo checkpoint : checkpoints(trained).list()) {
            String name = "checkpoints/step-%08d".formatted(checkpoint.step());
            Files.createDirectories(copy.resolve(name));
            for (String file :
                    List.of(
                            "manifest.json",
                            "parameters.safetensors",
                            "state.safetensors",
                            "preprocessing.json")) {
                Files.copy(trained.resolve(name).resolve(file), copy.resolve(name).resolve(file));
            }
        }
        return copy;
    }

    private static CheckpointDirectory checkpoints(Path run) {
        return new CheckpointDirectory(new RunDirectory(run).checkpoints());
    }

    /** Writes a run's checkpoints as Etude 0.1.0 did. */
    private static void asBefore(Path run) throws IOException {
        List<LoadedCheckpoint> saved =
                checkpoints(run).list().stream()
                        .map(info -> checkpoints(run).load(info.step()))
                        .toList();
        AtomicFiles.deleteTree(run.resolve("checkpoints"));
        CheckpointDirectory before = CheckpointDirectory.forWriting(run.resolve("checkpoints"));
        for (LoadedCheckpoint one : saved) {
            before.save(
                    one.step(),
                    new CheckpointContent(
                            views(one.parameters()),
                            views(one.state()),
                            one.metrics(),
                            one.facts()));
        }
    }

    private static List<TensorView> views(Map<String, NamedTensor> tensors) {
        return tensors.values().stream()
                .map(one -> TensorView.of(one.name(), one.shape(), one.data(), 0))
                .toList();
    }

    private static SavedModel open(Path run) {
        return SavedModel.open(run, "best", note -> {});
    }

    @Test
    void theDataAreNotNeeded(@TempDir Path folder) throws IOException {
        Path copy = withoutData(folder);
        Preprocessing preprocessing = open(copy).preprocessing();
        assertThat(preprocessing.spec()).isEqualTo(open(trained).preprocessing().spec());
        assertThat(preprocessing.target().classes()).hasSize(10);
    }

    @Test
    void anEarlierRunGetsItWhereItsDataAreFound(@TempDir Path folder) throws IOException {
        Path copy = withoutData(folder);
        byte[] expected = bytes(open(copy));
        Files.copy(trained.resolve("config.yaml"), copy.resolve("found.yaml"));
        String gone = Files.readString(copy.resolve("config.yaml"));
        asBefore(copy);
        assertThatThrownBy(() -> open(copy))
                .hasMessageContaining("is of an earlier version of Etude")
                .hasMessageContaining("there is no data at \"gone\"");
        Files.writeString(
                copy.resolve("config.yaml"), Files.readString(copy.resolve("found.yaml")));
        assertThat(bytes(open(copy))).isEqualTo(expected);
        Files.writeString(copy.resolve("config.yaml"), gone);
        assertThat(bytes(open(copy))).isEqualTo(expected);
        assertThat(checkpoints(copy).list()).isNotEmpty();
        for (CheckpointInfo checkpoint : checkpoints(copy).list()) {
            assertThat(checkpoints(copy).load(checkpoint.step()).preprocessing()).isPresent();
        }
    }

    private static byte[] bytes(SavedModel model) {
        return PreprocessingFile.encode(model.preprocessing(), "0.2.0");
    }

    @Test
    void aFolderWithoutARunIsAMistakeOfTheCommandLine(@TempDir Path folder) {
        assertThatThrownBy(() -> open(folder))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("expected a run directory");
        assertThatThrownBy(() -> SavedModel.open(trained, "worst", note -> {}))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("expected best, latest or a step, found \"worst\"");
    }
}
