package etude.tuner.process;

import etude.tuner.text.ByteSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Bytes that a child process may allocate, enforced by the kernel: {@code RLIMIT_DATA}, which on
 * Linux covers private writable memory of every kind and needs no privileges. An allocation beyond
 * it fails as if the machine were full.
 */
public record MemoryLimit(long bytes) {
    private static final Map<String, Long> UNITS =
            Map.of(
                    "kib",
                    1L << 10,
                    "mib",
                    1L << 20,
                    "gib",
                    1L << 30,
                    "tib",
                    1L << 40,
                    "kb",
                    1_000L,
                    "mb",
                    1_000_000L,
                    "gb",
                    1_000_000_000L,
                    "tb",
                    1_000_000_000_000L);
    private static final Pattern TEXT =
            Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)\\s*([a-zA-Z]+)");
    private static final Path MEMORY = Path.of("/proc/meminfo");

    /** The engine alone needs more than this. */
    private static final long LEAST = 256L << 20;

    /** The Java heap starts small, for the kernel counts all of it from the start. */
    private static final List<String> SMALL_HEAP = List.of("-Xms32m");

    /**
     * Reads for example {@code 2GiB} or {@code 1.5 GB}.
     *
     * @throws IllegalArgumentException for anything else, with a sentence
     */
    public static MemoryLimit parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        Long unit = matcher.matches() ? UNITS.get(matcher.group(2).toLowerCase(Locale.ROOT)) : null;
        if (unit == null) {
            throw new IllegalArgumentException(
                    "expected a number and a unit, such as 2GiB or 800MiB, found \"%s\""
                            .formatted(text));
        }
        long bytes = (long) (Double.parseDouble(matcher.group(1)) * unit);
        if (bytes < LEAST) {
            throw new IllegalArgumentException(
                    "expected at least %s, for Java and the engine need that much, found %s"
                            .formatted(ByteSize.text(LEAST), text));
        }
        return new MemoryLimit(bytes);
    }

    @Override
    public String toString() {
        return ByteSize.text(bytes);
    }

    /** Whether this system can enforce a limit. */
    public static boolean supported() {
        return Files.exists(MEMORY);
    }

    /** Memory that is free now, or can be freed without swapping; empty where not known. */
    public static OptionalLong available() {
        try (Stream<String> lines = Files.lines(MEMORY)) {
            return lines.filter(line -> line.startsWith("MemAvailable:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    /** Options for a JVM that runs under a limit. */
    public List<String> jvmOptions() {
        return SMALL_HEAP;
    }

    /** A command line that runs this one under the limit, from its first instruction on. */
    public List<String> enforce(List<String> command) {
        List<String> words =
                new ArrayList<>(
                        List.of(
                                "/bin/sh",
                                "-c",
                                "ulimit -d \"$0\" && exec \"$@\"",
                                Long.toString(bytes >> 10)));
        words.addAll(command);
        return words;
    }
}
