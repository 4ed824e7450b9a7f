package etude.trainer.engine;

import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What decides the bits of numbers on a GPU, as the engine itself says it; what it does not say is
 * empty.
 *
 * @param cuda the version of CUDA's runtime
 * @param cudnn the version of cuDNN
 * @param choices that were made for this process
 */
public record GpuEngine(Optional<String> cuda, Optional<String> cudnn, Optional<Choices> choices) {
    /**
     * How float32 is computed.
     *
     * @param tf32Products whether products are rounded to TF32
     * @param tf32Convolutions whether convolutions are
     * @param cudnnBenchmark whether cuDNN tries its algorithms and takes the fastest
     */
    public record Choices(boolean tf32Products, boolean tf32Convolutions, boolean cudnnBenchmark) {}

    private static final String CONFIGURATION = "_ZN2at11show_configB5cxx11Ev";
    private static final String CONTEXT = "_ZN2at13globalContextEv";
    private static final Pattern CUDA = Pattern.compile("(?m)^\\s*- CUDA Runtime ([\\d.]+)");
    private static final Pattern CUDNN =
            Pattern.compile("(?m)^\\s*- CuDNN (\\d+)\\.(\\d)(?:\\.(\\d+))?");

    /** From here on a major version is worth 10,000 in cuDNN's numbers, and 1,000 before. */
    private static final int CUDNN_9 = 90_000;

    /** A std::string of GNU's library: where its text lies, how long it is, room for short ones. */
    private static final int STRING_BYTES = 32;

    /** That of this process, which has loaded the engine. */
    public static GpuEngine ofThisProcess() {
        NativeLibrary library = NativeLibrary.getInstance("torch_cpu");
        String configuration = configuration(library);
        boolean refused = "0".equals(System.getenv(Devices.TF32_OVERRIDE));
        return new GpuEngine(cuda(configuration), cudnn(configuration), choices(library, refused));
    }

    /**
     * What {@code torch.__config__.show()} is in Python. Only for amd64, as the bridge for GPUs:
     * elsewhere results of this kind are returned otherwise.
     */
    static String configuration(NativeLibrary library) {
        if (!System.getProperty("os.arch").equals("amd64")) {
            return "";
        }
        try (Memory string = new Memory(STRING_BYTES)) {
            library.getFunction(CONFIGURATION).invokePointer(new Object[] {string});
            Pointer text = string.getPointer(0);
            int length = Math.toIntExact(string.getLong(Long.BYTES));
            String read = new String(text.getByteArray(0, length), StandardCharsets.UTF_8);
            if (!text.equals(string.share(2 * Long.BYTES))) {
                library.getFunction("_ZdlPv").invokeVoid(new Object[] {text});
            }
            return read;
        } catch (UnsatisfiedLinkError e) {
            return ""; // another system's names
        }
    }

    static Optional<String> cuda(String configuration) {
        Matcher found = CUDA.matcher(configuration);
        return found.find() ? Optional.of(found.group(1)) : Optional.empty();
    }

    /**
     * PyTorch divides cuDNN's number, 90701 for 9.7.1, as it was up to version 8, and so writes
     * {@code 90.7.1}.
     */
    static Optional<String> cudnn(String configuration) {
        Matcher found = CUDNN.matcher(configuration);
        if (!found.find()) {
            return Optional.empty();
        }
        int last = found.group(3) == null ? 0 : Integer.parseInt(found.group(3));
        int number =
                1000 * Integer.parseInt(found.group(1))
                        + 100 * Integer.parseInt(found.group(2))
                        + last;
        int major = number >= CUDNN_9 ? 10_000 : 1000;
        return Optional.of(
                "%s.%s.%s".formatted(number / major, number % major / 100, number % 100));
    }

    /**
     * What the engine would do.
     *
     * @param refused whether the user forbids TF32 to all of NVIDIA's libraries
     */
    static Optional<Choices> choices(NativeLibrary library, boolean refused) {
        try {
            Pointer context = library.getFunction(CONTEXT).invokePointer(new Object[0]);
            return Optional.of(
                    new Choices(
                            !refused && says(library, context, "15allowTF32CuBLASEv"),
                            !refused && says(library, context, "14allowTF32CuDNNEv"),
                            says(library, context, "14benchmarkCuDNNEv")));
        } catch (UnsatisfiedLinkError e) {
            return Optional.empty(); // another system's names
        }
    }

    /** C++'s bool is one byte; the rest of the number is anything. */
    private static boolean says(NativeLibrary library, Pointer context, String getter) {
        return (library.getFunction("_ZNK2at7Context" + getter).invokeInt(new Object[] {context})
                        & 0xff)
                != 0;
    }
}
