package etude.tuner.doctor;

import com.sun.management.OperatingSystemMXBean;
import etude.datasets.Reason;
import etude.datasets.source.DataRoot;
import etude.tuner.text.ByteSize;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Java, processors, memory and disks. */
public final class MachineChecks {
    private static final long GIBIBYTE = 1L << 30;
    private static final long LITTLE_MEMORY = 4 * GIBIBYTE;
    private static final long LITTLE_DISK = 2 * GIBIBYTE;

    private MachineChecks() {}

    /**
     * One line each.
     *
     * @param version of this command
     * @param runs where runs go
     */
    public static List<Finding> findings(String version, Path runs, DataRoot data) {
        return List.of(
                Finding.ok("etude", version),
                Finding.ok(
                        "java",
                        "%s, %s, at %s"
                                .formatted(
                                        Runtime.version(),
                                        System.getProperty("java.vm.name"),
                                        System.getProperty("java.home"))),
                Finding.ok(
                        "system",
                        "%s %s, %s"
                                .formatted(
                                        System.getProperty("os.name"),
                                        System.getProperty("os.version"),
                                        System.getProperty("os.arch"))),
                processors(Runtime.getRuntime().availableProcessors()),
                memory(),
                disk("runs", runs),
                disk("data", data.directory()),
                disk("cache", data.cache()));
    }

    static Finding processors(int count) {
        return count > 1
                ? Finding.ok("processors", count + " threads")
                : Finding.warn(
                        "processors",
                        "1 thread; reading data and training take turns, so use a bigger machine"
                                + " for long runs");
    }

    private static Finding memory() {
        long total =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class)
                        .getTotalMemorySize();
        long heap = Runtime.getRuntime().maxMemory();
        String found =
                "%s in all, of which Java may use %s; tensors live in the rest"
                        .formatted(ByteSize.text(total), ByteSize.text(heap));
        return total >= LITTLE_MEMORY
                ? Finding.ok("memory", found)
                : Finding.warn("memory", found + "; use small batches");
    }

    static Finding disk(String subject, Path folder) {
        Path existing = folder.toAbsolutePath();
        for (Path parent = existing.getParent();
                !Files.exists(existing) && parent != null;
                parent = existing.getParent()) {
            existing = parent;
        }
        try {
            if (!Files.isWritable(existing)) {
                return Finding.warn(
                        subject, "%s cannot be written to".formatted(folder.toAbsolutePath()));
            }
            long free = Files.getFileStore(existing).getUsableSpace();
            String found = "%s free for %s".formatted(ByteSize.text(free), folder.toAbsolutePath());
            return free >= LITTLE_DISK
                    ? Finding.ok(subject, found)
                    : Finding.warn(subject, found + "; make room");
        } catch (IOException e) {
            return Finding.warn(
                    subject,
                    "%s cannot be looked at: %s".formatted(existing, Reason.of(existing, e)));
        }
    }
}
