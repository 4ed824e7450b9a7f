package etude.trainer.gpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Folders that look like PyTorch's, with empty files for libraries. */
final class LibtorchFolder {
    private LibtorchFolder() {}

    static Path cpu(Path folder) throws IOException {
        return with(folder, List.of("c10", "torch", "torch_cpu"));
    }

    static Path cuda(Path folder) throws IOException {
        return with(cpu(folder), List.of("c10_cuda", "torch_cuda"));
    }

    /** As in a wheel. */
    static Path wheel(Path folder, String version) throws IOException {
        Path libraries = cuda(folder.resolve("torch").resolve("lib"));
        Files.writeString(
                libraries.resolveSibling("version.py"),
                "__all__ = ['__version__', 'cuda']\n__version__ = '%s'\n".formatted(version));
        return libraries;
    }

    private static Path with(Path folder, List<String> names) throws IOException {
        Files.createDirectories(folder);
        for (String name : names) {
            Files.createFile(folder.resolve(System.mapLibraryName(name)));
        }
        return folder;
    }
}
