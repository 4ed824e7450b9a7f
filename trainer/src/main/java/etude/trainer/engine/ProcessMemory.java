package etude.trainer.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What the kernel says of this process's memory. Empty on systems without {@code /proc}.
 *
 * @param peakResident bytes of memory it held at most
 * @param allocated bytes of its own that it could write, at least at the peak as far as is known:
 *     what a limit on the data segment counts
 * @param majorFaults pages that were read back from the disk so far
 */
public record ProcessMemory(long peakResident, long allocated, long majorFaults) {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path STAT = Path.of("/proc/self/stat");

    /** Counted in the fields after the command's name, which is in parentheses. */
    private static final int MAJOR_FAULTS = 9;

    /** As it is now. */
    public static Optional<ProcessMemory> now() {
        OptionalLong resident = kibibytes("VmHWM:");
        OptionalLong allocated = kibibytes("VmData:");
        if (resident.isEmpty() || allocated.isEmpty()) {
            return Optional.empty();
        }
        // What was freed again is not counted any more, but was resident at the peak.
        long peak = resident.getAsLong() - kibibytes("RssFile:").orElse(0);
        return Optional.of(
                new ProcessMemory(
                        resident.getAsLong(),
                        Math.max(allocated.getAsLong(), peak),
                        readMajorFaults()));
    }

    private static OptionalLong kibibytes(String name) {
        try (Stream<String> lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith(name))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    private static long readMajorFaults() {
        try {
            String stat = Files.readString(STAT);
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return Long.parseLong(fields[MAJOR_FAULTS]);
        } catch (IOException e) {
            return 0;
        }
    }
}
