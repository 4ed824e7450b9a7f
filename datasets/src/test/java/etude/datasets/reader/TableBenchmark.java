package etude.datasets.reader;

import com.sun.management.OperatingSystemMXBean;
import etude.datasets.config.SourceConfig;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;

/**
 * How long a table of numbers takes to be packed in a process that has done nothing before. Run by
 * {@code scripts/bench/table}; results stand in {@code docs/benchmarks.md}.
 */
final class TableBenchmark {
    private static final int ROWS = 500_000;
    private static final int COLUMNS = 20;

    private TableBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        Path table = folder.resolve("numbers.csv");
        if (!Files.exists(table)) {
            write(table);
        }
        Path cache = Files.createTempDirectory(folder, "cache");
        ThreadMXBean thread = ManagementFactory.getThreadMXBean();
        long started = System.nanoTime();
        long computed = thread.getCurrentThreadCpuTime();
        try (CsvDataset packed =
                CsvDataset.open(
                        table,
                        new SourceConfig.Csv(
                                table.toString(), "y", SourceConfig.Task.REGRESSION, false),
                        Optional.empty(),
                        cache,
                        note -> {})) {
            System.out.printf(
                    Locale.ROOT,
                    "%,d rows of %d bytes: %.2f s, %.2f s of this thread, %.2f s of the process%n",
                    packed.size(),
                    Files.size(table) / ROWS,
                    (System.nanoTime() - started) / 1e9,
                    (thread.getCurrentThreadCpuTime() - computed) / 1e9,
                    processor().getProcessCpuTime() / 1e9);
        }
        try (var files = Files.list(cache)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(cache);
    }

    private static OperatingSystemMXBean processor() {
        return (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    }

    private static void write(Path table) throws IOException {
        Random random = new Random(1);
        try (BufferedWriter out = Files.newBufferedWriter(table)) {
            for (int column = 0; column < COLUMNS; column++) {
                out.write("x" + column + ",");
            }
            out.write("y\n");
            for (int row = 0; row < ROWS; row++) {
                for (int column = 0; column < COLUMNS; column++) {
                    out.write(String.format(Locale.ROOT, "%.5f,", random.nextGaussian()));
                }
                out.write(row % 10 + "\n");
            }
        }
    }
}
