package etude.tuner.probe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The machine that results are of.
 *
 * @param processor its model, or its architecture where the system does not say
 * @param processors threads it runs at once
 */
record Machine(String processor, int processors) {
    private static final Path CPU = Path.of("/proc/cpuinfo");

    static Machine here() {
        return new Machine(model(), Runtime.getRuntime().availableProcessors());
    }

    private static String model() {
        try (Stream<String> lines = Files.lines(CPU)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.replaceFirst(".*:\\s*", ""))
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException e) {
            return System.getProperty("os.arch");
        }
    }

    @Override
    public String toString() {
        return "%s, %d threads".formatted(processor, processors);
    }
}
