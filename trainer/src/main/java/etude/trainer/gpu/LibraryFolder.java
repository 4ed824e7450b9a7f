package etude.trainer.gpu;

import ai.djl.util.Utils;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * Where a process was told to take PyTorch's libraries from.
 *
 * @param text folders as in {@code PATH}, of which the first with a libtorch counts, as in DJL
 * @param exported whether the environment names it, which wins; else the checkout remembers it
 */
record LibraryFolder(String text, boolean exported) {
    /** What this process was told; empty where it takes the build that comes with Etude. */
    static Optional<LibraryFolder> ofThisProcess() {
        return Optional.ofNullable(Utils.getEnvOrSystemProperty(EngineLibrary.VARIABLE))
                .filter(folders -> !folders.isBlank())
                .map(folders -> new LibraryFolder(folders, EngineLibrary.exported().isPresent()));
    }

    Optional<Libtorch> libtorch() {
        return Arrays.stream(text.split(File.pathSeparator, -1))
                .flatMap(folder -> Libtorch.in(Path.of(folder)).stream())
                .findFirst();
    }

    /** How to have the build for CPUs again, in words that end a sentence. */
    String wayBack() {
        return exported
                ? "unset " + EngineLibrary.VARIABLE
                : "go back to the CPU build with `etude doctor --use cpu`";
    }

    /** Who named it. */
    @Override
    public String toString() {
        return exported ? EngineLibrary.VARIABLE : "the folder that `etude doctor --use` chose";
    }
}
