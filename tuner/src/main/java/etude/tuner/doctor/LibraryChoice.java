package etude.tuner.doctor;

import etude.datasets.EtudeException;
import etude.trainer.files.AtomicFiles;
import etude.trainer.gpu.EngineLibrary;
import etude.trainer.gpu.Libtorch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which of PyTorch's libraries a checkout takes, in a file that its launcher reads at every start.
 *
 * @param file with the folder's name; empty for a process that no launcher started
 */
public record LibraryChoice(Optional<Path> file) {
    /**
     * Takes the libraries of a folder from now on, in this process as well if it has not loaded
     * others.
     *
     * @param given the folder itself, or that of a virtual environment, a {@code torch} package or
     *     an unpacked archive with it inside
     * @return the folder itself
     * @throws EtudeException when the engine cannot use what lies there
     */
    public Path use(Path given) {
        Libtorch libtorch =
                candidates(given)
                        .flatMap(folder -> Libtorch.in(folder).stream())
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new EtudeException(
                                                "--use: expected a folder with %s, found none in %s or below; %s"
                                                        .formatted(
                                                                System.mapLibraryName("torch"),
                                                                given,
                                                                Libtorch.INSTALL)));
        EngineLibrary.check(libtorch, System.getProperty("os.arch"));
        Path folder = libtorch.folder().normalize();
        write(folder);
        System.setProperty(EngineLibrary.VARIABLE, folder.toString());
        return folder;
    }

    /** Takes the build for CPUs that comes with Etude from now on. */
    public void forget() {
        try {
            Files.deleteIfExists(required());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        System.clearProperty(EngineLibrary.VARIABLE);
    }

    private static Stream<Path> candidates(Path given) {
        return Stream.concat(
                Stream.of("", "lib", "torch/lib").map(given::resolve), environments(given));
    }

    /** Where pip puts it below a virtual environment. */
    private static Stream<Path> environments(Path given) {
        Path libraries = given.resolve("lib");
        if (!Files.isDirectory(libraries)) {
            return Stream.empty();
        }
        try (Stream<Path> entries = Files.list(libraries)) {
            List<Path> folders = entries.sorted().toList();
            return folders.stream().map(python -> python.resolve("site-packages/torch/lib"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(Path folder) {
        Path target = required();
        try {
            Files.createDirectories(target.toAbsolutePath().getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        AtomicFiles.write(target, (folder + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private Path required() {
        return file.orElseThrow(
                () ->
                        new EtudeException(
                                "--use: only scripts/etude can remember it; otherwise set %s"
                                        .formatted(EngineLibrary.VARIABLE)));
    }
}
