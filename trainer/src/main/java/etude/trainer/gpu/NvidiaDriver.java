package etude.trainer.gpu;

import etude.datasets.EtudeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * NVIDIA's driver and the cards that it drives. It says nothing of CUDA, of which a machine with
 * only a driver has no library.
 *
 * @param version such as {@code 570.86.10}
 * @param cards empty where the driver's library for asking it is missing
 */
public record NvidiaDriver(String version, List<GraphicsCard> cards) {
    private static final Path KERNEL_MODULE = Path.of("/proc/driver/nvidia/version");
    private static final Pattern VERSION = Pattern.compile("(\\d{3,})\\.(\\d+)(\\.\\d+)?");

    public NvidiaDriver {
        cards = List.copyOf(cards);
    }

    /** That of this machine. */
    public static Optional<NvidiaDriver> find() {
        return find(Nvml.LIBRARY, KERNEL_MODULE);
    }

    /**
     * That of this machine, where the library that this process loads can use its cards. Where not,
     * nobody is asked.
     *
     * @throws EtudeException when a folder is named that the engine cannot use
     */
    public static Optional<NvidiaDriver> ofThisProcess() {
        return EngineLibrary.ofThisProcess().cudaBuild().flatMap(build -> find());
    }

    /**
     * Asks the driver's library, and the kernel where that is missing.
     *
     * @param library its name, or where it lies
     * @param module the file in which the kernel module says its version
     */
    static Optional<NvidiaDriver> find(String library, Path module) {
        return Nvml.read(library).or(() -> kernelModule(module));
    }

    private static Optional<NvidiaDriver> kernelModule(Path file) {
        try {
            Matcher version = VERSION.matcher(Files.readString(file));
            return version.find()
                    ? Optional.of(new NvidiaDriver(version.group(), List.of()))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // no such file: no such module
        }
    }

    /** Whether it is of a version or newer. One that writes its version otherwise is. */
    public boolean isAtLeast(int major, int minor) {
        Matcher found = VERSION.matcher(version);
        if (!found.lookingAt()) {
            return true;
        }
        int foundMajor = Integer.parseInt(found.group(1));
        return foundMajor > major
                || (foundMajor == major && Integer.parseInt(found.group(2)) >= minor);
    }
}
