package etude.trainer.gpu;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * PyTorch's libraries in a folder. DJL's bridge to them is compiled against one version of their
 * headers; with another it loads, and then reads tensors wrongly.
 *
 * @param folder where {@code libtorch.so} lies
 * @param version as PyTorch writes it, such as {@code 2.7.1+cu128}; empty where it cannot be told
 * @param cuda whether it computes on GPUs
 */
public record Libtorch(Path folder, Optional<String> version, boolean cuda) {
    /** The version that the bridge is for. */
    public static final String VERSION = "2.7.1";

    /** What to install, and how, in words that end a sentence. */
    public static final String INSTALL =
            "install PyTorch %1$s built for CUDA 12.8, for example `pip install torch==%1$s+cu128` from the index that PyTorch's site names for it, and name its folder with `etude doctor --use DIR`"
                    .formatted(VERSION);

    private static final String NAME = System.mapLibraryName("torch");
    private static final Pattern PYTHON = Pattern.compile("__version__ = '([^']+)'");
    private static final Pattern DJL =
            Pattern.compile("(\\d+\\.\\d+\\.\\d+)(-\\d+)?-(cpu|cu\\d{3})-.*");

    /** What lies in a folder, or beside a {@code libtorch.so}; nothing where there is none. */
    public static Optional<Libtorch> in(Path path) {
        Path folder =
                path.endsWith(NAME) && Files.isRegularFile(path)
                        ? path.toAbsolutePath().getParent()
                        : path.toAbsolutePath();
        if (folder == null || !Files.isRegularFile(folder.resolve(NAME))) {
            return Optional.empty();
        }
        boolean cuda = Files.exists(folder.resolve(System.mapLibraryName("torch_cuda")));
        return Optional.of(new Libtorch(folder, version(folder.normalize()), cuda));
    }

    /** Whether the bridge works with it: with this version, for CPUs or for CUDA 12. */
    public boolean fits() {
        return version.orElse("").matches("\\Q%s\\E(\\+.*)?".formatted(VERSION))
                && !version.orElse("").matches(".*\\+(cu1[^2]|rocm|xpu).*");
    }

    /** Which build for GPUs it is; empty for a CPU build. */
    public Optional<CudaBuild> cudaBuild() {
        return cuda ? Optional.of(CudaBuild.ofVersion(version.orElse(""))) : Optional.empty();
    }

    private static Optional<String> version(Path folder) {
        Path above = folder.resolveSibling("version.py");
        return text(above)
                .map(PYTHON::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .or(() -> text(folder.resolveSibling("build-version")).map(String::strip))
                .or(() -> unpackedByDjl(folder))
                .or(() -> compiledIn(folder));
    }

    private static Optional<String> text(Path file) {
        try {
            return Files.isRegularFile(file)
                    ? Optional.of(Files.readString(file))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // not readable, or no text: it says nothing
        }
    }

    /** DJL names its folders by version, build and platform. */
    private static Optional<String> unpackedByDjl(Path folder) {
        return Stream.ofNullable(folder.getFileName())
                .map(name -> DJL.matcher(name.toString()))
                .filter(Matcher::matches)
                .map(found -> found.group(1) + "+" + found.group(3))
                .findFirst();
    }

    /** Whether the library has the one version that matters as a text of its own. */
    private static Optional<String> compiledIn(Path folder) {
        Path library = folder.resolve(System.mapLibraryName("torch_cpu"));
        byte[] wanted = ("\0" + VERSION + "\0").getBytes(StandardCharsets.US_ASCII);
        try (FileChannel channel = FileChannel.open(library)) {
            long size = Math.min(channel.size(), Integer.MAX_VALUE);
            MappedByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, size);
            return contains(bytes, wanted) ? Optional.of(VERSION) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static boolean contains(MappedByteBuffer bytes, byte[] wanted) {
        for (int start = 0; start <= bytes.limit() - wanted.length; start++) {
            int same = 0;
            while (same < wanted.length && bytes.get(start + same) == wanted[same]) {
                same++;
            }
            if (same == wanted.length) {
                return true;
            }
        }
        return false;
    }
}
