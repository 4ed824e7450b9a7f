package etude.trainer.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Ten thousand updates need no more memory than two thousand. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "reads /proc/self/status")
class MemoryTest {
    /** A leak of one gradient per update, 60 kB, would make 480 MB of eight thousand. */
    private static final long RESIDENT_GROWTH = 100L << 20;

    private static final long HEAP_GROWTH = 10L << 20;

    private static final String CONFIG =
            """
            name: short
            dataset: {name: generated, examples: 200, image_size: 20}
            model: {name: mlp, hidden: [32, 16], normalization: batch_norm}
            batch_size: 4
            max_train_steps: 10000
            optimizer: {name: adam, learning_rate: 0.001}
            polyak_decay: 0.99
            gradient_clipping: {norm: 1.0}
            dropout: 0.1
            evaluation: {every: 10000, train_examples: 0, predictions: 0}
            """;

    @Test
    void neitherHeapNorNativeMemoryGrows() {
        List<Memory> measured = new ArrayList<>();
        ShortTraining.watched(
                CONFIG,
                step -> {
                    if (step == 2000 || step == 10_000) {
                        measured.add(Memory.now());
                    }
                });
        assertThat(measured).hasSize(2);
        Memory early = measured.get(0);
        Memory late = measured.get(1);
        assertThat(late.resident() - early.resident()).isLessThan(RESIDENT_GROWTH);
        assertThat(late.heap() - early.heap()).isLessThan(HEAP_GROWTH);
    }

    private record Memory(long resident, long heap) {
        static Memory now() {
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            return new Memory(residentBytes(), runtime.totalMemory() - runtime.freeMemory());
        }

        private static long residentBytes() {
            try {
                return Files.readAllLines(Path.of("/proc/self/status")).stream()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                        .findFirst()
                        .orElseThrow();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
