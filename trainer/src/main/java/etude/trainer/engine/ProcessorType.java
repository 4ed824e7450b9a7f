package etude.trainer.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What is true of a processor and decides which code is fast on it: who made it, and the widest
 * vectors that the engine uses there.
 */
public enum ProcessorType {
    /** From Zen 4 on. */
    AMD_AVX512("AMD with AVX-512"),
    /** Zen 1 to 3. */
    AMD_AVX2("AMD with AVX2"),
    /** From Skylake-X on, where the guest of a virtual machine sees it. */
    INTEL_AVX512("Intel with AVX-512"),
    /** From Haswell on. */
    INTEL_AVX2("Intel with AVX2"),
    /** ARM, older ones, other makers, and every one where the system does not tell. */
    OTHER("a processor of another kind");

    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

    /** What PyTorch asks for before it takes its AVX-512 code. */
    private static final Set<String> AVX512 =
            Set.of("avx512f", "avx512bw", "avx512dq", "avx512vl", "fma");

    private static final Set<String> AVX2 = Set.of("avx2", "fma");

    private final String words;

    ProcessorType(String words) {
        this.words = words;
    }

    /** That of this machine. */
    public static ProcessorType ofThisMachine() {
        try {
            return of(Files.readAllLines(CPU_INFO));
        } catch (IOException e) {
            return OTHER; // no Linux
        }
    }

    /**
     * That of the first processor described.
     *
     * @param lines as Linux writes them to {@code /proc/cpuinfo}
     */
    static ProcessorType of(List<String> lines) {
        Set<String> flags = new HashSet<>(List.of(value(lines, "flags").orElse("").split(" ")));
        boolean wide = flags.containsAll(AVX512);
        if (!flags.containsAll(AVX2)) {
            return OTHER;
        }
        return switch (value(lines, "vendor_id").orElse("")) {
            case "AuthenticAMD" -> wide ? AMD_AVX512 : AMD_AVX2;
            case "GenuineIntel" -> wide ? INTEL_AVX512 : INTEL_AVX2;
            default -> OTHER;
        };
    }

    private static Optional<String> value(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.startsWith(name) && line.contains(":"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst();
    }

    /** The type of this name, as {@link #toString} writes it. */
    public static Optional<ProcessorType> named(String name) {
        return Arrays.stream(values()).filter(type -> type.toString().equals(name)).findFirst();
    }

    /** Such as {@code AMD with AVX-512}. */
    public String words() {
        return words;
    }

    /** As a config has it, such as {@code amd_avx512}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
