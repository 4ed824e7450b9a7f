package etude.trainer.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.datasets.CorruptFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsLogTest {
    @TempDir Path directory;
    private Path path;

    @BeforeEach
    void choosePath() {
        path = directory.resolve("metrics.jsonl");
    }

    @Test
    void oneObjectALineStepFirst() {
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("train/loss", 0.5);
        metrics.put("learning_rate", 1e-9);
        try (MetricsLog log = MetricsLog.create(path)) {
            log.append(50, metrics);
            log.append(100, Map.of("validation/loss", 2.0));

            assertThat(path)
                    .hasContent(
                            """
                            {"step":50,"train/loss":0.5,"learning_rate":1.0E-9}
                            {"step":100,"validation/loss":2.0}
                            """);
        }
    }

    @Test
    void numbersThatAreNotFiniteAreStringsAndComeBack() {
        Map<String, Double> metrics =
                Map.of("a", Double.NaN, "b", Double.POSITIVE_INFINITY, "c", 1.0 / 3);
        try (MetricsLog log = MetricsLog.create(path)) {
            log.append(1, metrics);
            log.sync();
        }

        assertThat(path).content().contains("\"a\":\"NaN\"", "\"b\":\"Infinity\"");
        assertThat(MetricsLog.read(path)).containsExactly(new Measurement(1, metrics));
    }

    @Test
    void resumedLogEqualsTheUninterruptedOne() throws IOException {
        write(MetricsLog.create(path), 0, 400);
        byte[] uninterrupted = Files.readAllBytes(path);

        write(MetricsLog.create(path), 0, 350);
        Files.writeString(path, "{\"step\":350,\"train/lo", StandardOpenOption.APPEND);
        write(MetricsLog.resume(path, 200), 250, 400);

        assertThat(path).hasBinaryContent(uninterrupted);
    }

    @Test
    void everyCutOfTheLastLineIsRepaired() throws IOException {
        write(MetricsLog.create(path), 0, 50);
        String first = Files.readString(path);
        write(MetricsLog.create(path), 0, 100);
        byte[] two = Files.readAllBytes(path);
        for (int length = first.length(); length < two.length; length++) {
            Files.write(path, Arrays.copyOf(two, length));
            assertThat(MetricsLog.read(path)).hasSize(2);
            MetricsLog.resume(path, 50).close();
            assertThat(path).hasContent(first);
        }
    }

    @Test
    void nonsenseAfterTheCheckpointIsDropped() throws IOException {
        Files.writeString(path, "{\"step\":100}\n\0\0\0\n{\"step\":150}\n");

        MetricsLog.resume(path, 100).close();

        assertThat(path).hasContent("{\"step\":100}\n");
    }

    @Test
    void nonsenseBeforeTheCheckpointNamesPathLineAndText() throws IOException {
        Files.writeString(path, "{\"step\":50}\nnonsense\n{\"step\":100}\n");

        assertThatThrownBy(() -> MetricsLog.resume(path, 100))
                .isInstanceOf(CorruptFileException.class)
                .hasMessageContaining(path.toString())
                .hasMessageContaining("in line 2")
                .hasMessageContaining("'nonsense'");
        assertThatThrownBy(() -> MetricsLog.read(path)).isInstanceOf(CorruptFileException.class);
    }

    @Test
    void absentLogIsEmptyAndIsStartedOnResume() {
        assertThat(MetricsLog.read(path)).isEmpty();

        write(MetricsLog.resume(path, 200), 250, 250);

        assertThat(MetricsLog.read(path)).extracting(Measurement::step).containsExactly(250L);
    }

    @Test
    void classesAreLoggedPerSplit() {
        Path classes = directory.resolve("classes.jsonl");
        try (ClassesLog log = ClassesLog.create(classes)) {
            log.append(10, "validation", new long[] {5, 5}, new long[] {4, 0});
            log.append(20, "validation", new long[] {5, 5}, new long[] {5, 1});
        }
        try (ClassesLog log = ClassesLog.resume(classes, 10)) {
            log.append(20, "test", new long[] {1}, new long[] {1});
            log.sync();
        }

        assertThat(classes)
                .hasContent(
                        """
                        {"step":10,"split":"validation","examples":[5,5],"correct":[4,0]}
                        {"step":20,"split":"test","examples":[1],"correct":[1]}
                        """);
    }

    private static void write(MetricsLog log, int firstStep, int lastStep) {
        try (log) {
            for (int step = firstStep; step <= lastStep; step += 50) {
                log.append(step, Map.of("train/loss", 1.0 / (step + 1)));
            }
        }
    }
}
