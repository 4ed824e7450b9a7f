package etude.datasets.reader;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.datasets.EtudeException;
import etude.datasets.config.SourceConfig;
import etude.datasets.encoding.ImageFit;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Paths that exist and are no files, in every reader. */
class NoFileTest {
    @TempDir private static Path folder;

    @ParameterizedTest
    @MethodSource("readers")
    void deviceThatNeverEndsIsRefused(ThrowingCallable reader, Path path) {
        assertThatThrownBy(reader)
                .isInstanceOf(EtudeException.class)
                .hasMessageStartingWith("Cannot read " + path)
                .hasMessageContaining(
                        path.equals(Path.of("/")) ? "found a folder" : "found a device or a pipe");
    }

    static Stream<Object[]> readers() {
        return Stream.of(Path.of("/dev/zero"), Path.of("/"))
                .flatMap(
                        path ->
                                Stream.<ThrowingCallable>of(
                                                () ->
                                                        CsvDataset.open(
                                                                path,
                                                                new SourceConfig.Csv(
                                                                        path.toString(),
                                                                        "y",
                                                                        SourceConfig.Task
                                                                                .CLASSIFICATION,
                                                                        false),
                                                                Optional.empty(),
                                                                folder,
                                                                note -> {}),
                                                () -> text(path, SourceConfig.TextVocabulary.BYTE),
                                                () ->
                                                        text(
                                                                path,
                                                                SourceConfig.TextVocabulary
                                                                        .CHARACTER),
                                                () -> IdxDataset.open(path, path),
                                                () -> CifarBinaryDataset.openTar(path, 10, false),
                                                () -> CifarBinaryDataset.open(List.of(path), 10))
                                        .map(reader -> new Object[] {reader, path}));
    }

    private static void text(Path path, SourceConfig.TextVocabulary vocabulary) {
        TextCorpus.open(path, vocabulary, folder, note -> {});
    }

    /** The root of an archive's file system, for files come and go below that of the machine. */
    @Test
    void rootOfAFileSystemIsNoFolderOfImages(@TempDir Path directory) throws IOException {
        try (FileSystem archive =
                FileSystems.newFileSystem(
                        directory.resolve("empty.zip"), Map.of("create", "true"))) {
            Path root = archive.getPath("/");
            Files.createDirectories(root.resolve("cats"));
            Files.writeString(root.resolve("cats/notes.txt"), "none");
            assertThatThrownBy(() -> images(root))
                    .isInstanceOf(EtudeException.class)
                    .hasMessageContaining("in the class folders of /, found");
        }
    }

    @Test
    void deviceIsNoFolderOfImages() {
        assertThatThrownBy(() -> images(Path.of("/dev/zero")))
                .isInstanceOf(EtudeException.class)
                .hasMessage("/dev/zero: expected one folder per class, found no folder");
    }

    private static void images(Path path) {
        ImageFolderDataset.open(
                new ImageFolderRequest(
                        path,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        new ImageFit.Exact()),
                folder,
                note -> {});
    }
}
