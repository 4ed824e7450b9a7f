package etude.trainer.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.datasets.CorruptFileException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StepsFileTest {
    @TempDir Path directory;
    private Path path;

    @BeforeEach
    void choosePath() {
        path = directory.resolve("steps.bin");
    }

    @Test
    void headerSaysWhatFollowsAndPairsAreLittleEndian() throws IOException {
        try (StepsFile file = StepsFile.create(path)) {
            file.append(0, new float[] {1}, new float[] {-2});
        }

        byte[] bytes = Files.readAllBytes(path);
        assertThat(new String(bytes, 0, 32, StandardCharsets.US_ASCII))
                .isEqualTo("ETUDE-STEPS 1 2 loss,norm f32le\n");
        assertThat(HexFormat.of().formatHex(bytes, 32, 40)).isEqualTo("0000803f000000c0");
    }

    @Test
    void appendedStepsComeBackWhileTheRunGoesOn() {
        try (StepsFile file = StepsFile.create(path)) {
            file.append(0, new float[] {3, 2}, new float[] {30, 20});
            file.append(2, new float[] {Float.NaN}, new float[] {Float.POSITIVE_INFINITY});
            file.sync();

            StepSeries series = StepsFile.read(path);
            assertThat(series.losses()).containsExactly(3, 2, Float.NaN);
            assertThat(series.gradientNorms()).containsExactly(30, 20, Float.POSITIVE_INFINITY);
        }
    }

    @Test
    void resumedFileEqualsTheUninterruptedOne() throws IOException {
        write(StepsFile.create(path), 0, 300);
        byte[] uninterrupted = Files.readAllBytes(path);

        write(StepsFile.create(path), 0, 250);
        Files.write(path, new byte[] {1, 2, 3}, StandardOpenOption.APPEND);
        write(StepsFile.resume(path, 200), 200, 300);

        assertThat(path).hasBinaryContent(uninterrupted);
    }

    @Test
    void tornLastPairIsIgnored() throws IOException {
        write(StepsFile.create(path), 0, 10);
        Files.write(path, new byte[7], StandardOpenOption.APPEND);

        assertThat(StepsFile.read(path).size()).isEqualTo(10);
    }

    @Test
    void lostStepsBecomeNotANumber() {
        write(StepsFile.create(path), 0, 2);
        write(StepsFile.resume(path, 4), 4, 5);

        assertThat(StepsFile.read(path).losses()).containsExactly(0, -1, Float.NaN, Float.NaN, -4);
    }

    @Test
    void removedFileIsStartedAgain() {
        StepsFile.resume(path, 3).close();

        assertThat(StepsFile.read(path).losses()).containsExactly(Float.NaN, Float.NaN, Float.NaN);
    }

    @Test
    void gapIsRefused() {
        try (StepsFile file = StepsFile.create(path)) {
            assertThatThrownBy(() -> file.append(1, new float[1], new float[1]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("expected");
        }
    }

    @Test
    void anotherKindOfFileNamesPathExpectedAndFound() throws IOException {
        Files.writeString(path, "PNG");

        assertThatThrownBy(() -> StepsFile.resume(path, 1))
                .isInstanceOf(CorruptFileException.class)
                .hasMessageContaining(path.toString())
                .hasMessageContaining("ETUDE-STEPS 1 2")
                .hasMessageContaining("'PNG");
        assertThat(path).hasContent("PNG");
    }

    private static void write(StepsFile file, int from, int to) {
        float[] losses = new float[to - from];
        float[] norms = new float[to - from];
        for (int i = 0; i < losses.length; i++) {
            losses[i] = -(from + i);
            norms[i] = from + i;
        }
        try (file) {
            file.append(from, losses, norms);
        }
    }
}
