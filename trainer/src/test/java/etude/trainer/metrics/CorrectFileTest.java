package etude.trainer.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.datasets.CorruptFileException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorrectFileTest {
    private static final int EXAMPLES = 11;

    @TempDir private Path directory;
    private Path path = Path.of("");

    @BeforeEach
    void choosePath() {
        path = directory.resolve("correct.bin");
    }

    @Test
    void headerSaysWhatFollowsAndBitsBeginWithTheLeastSignificant() throws IOException {
        try (CorrectFile file = CorrectFile.create(path, EXAMPLES)) {
            file.append(258, bits(0, 9));
        }

        byte[] bytes = Files.readAllBytes(path);
        assertThat(new String(bytes, 0, 64, StandardCharsets.US_ASCII))
                .isEqualTo("ETUDE-CORRECT 1 0000000011 examples, step i64le, bits lsb-first\n");
        assertThat(HexFormat.of().formatHex(bytes, 64, bytes.length))
                .isEqualTo("0201000000000000" + "0102");
    }

    @Test
    void appendedEvaluationsComeBackWhileTheRunGoesOn() {
        try (CorrectFile file = CorrectFile.create(path, EXAMPLES)) {
            file.append(20, bits());
            file.append(40, bits(0, 10));
            file.sync();

            CorrectSeries series = CorrectFile.read(path);
            assertThat(series.examples()).isEqualTo(EXAMPLES);
            assertThat(series.evaluations())
                    .containsOnlyKeys(20L, 40L)
                    .containsEntry(20L, bits())
                    .containsEntry(40L, bits(0, 10));
        }
    }

    @Test
    void resumedFileEqualsTheUninterruptedOne() throws IOException {
        write(CorrectFile.create(path, EXAMPLES), 10, 50);
        byte[] uninterrupted = Files.readAllBytes(path);

        write(CorrectFile.create(path, EXAMPLES), 10, 40);
        Files.write(path, new byte[] {1, 2, 3}, StandardOpenOption.APPEND);
        write(CorrectFile.resume(path, EXAMPLES, 25), 30, 50);
        assertThat(path).hasBinaryContent(uninterrupted);

        Files.write(path, new byte[23], StandardOpenOption.APPEND); // as a power cut may leave
        CorrectFile.resume(path, EXAMPLES, 50).close();
        assertThat(path).hasBinaryContent(uninterrupted);
    }

    @Test
    void aRunFromBeforeBeginsTheFile() {
        assertThat(CorrectFile.read(path)).isEqualTo(CorrectSeries.none());
        write(CorrectFile.resume(path, EXAMPLES, 30), 40, 40);

        assertThat(CorrectFile.read(path).evaluations()).containsOnlyKeys(40L);
    }

    @Test
    void targetsThatAreNoClassesHaveNoBits() {
        CorrectFile.create(path, 0).close();
        CorrectFile.resume(path, 0, 30).close();

        assertThat(CorrectFile.read(path)).isEqualTo(CorrectSeries.none());
    }

    @Test
    void anotherKindOfFileNamesPathExpectedAndFound() throws IOException {
        Files.writeString(path, "PNG");

        assertThatThrownBy(() -> CorrectFile.resume(path, EXAMPLES, 1))
                .isInstanceOf(CorruptFileException.class)
                .hasMessageContaining(path.toString())
                .hasMessageContaining("ETUDE-CORRECT 1 N examples")
                .hasMessageContaining("'PNG");
        assertThat(path).hasContent("PNG");
    }

    @Test
    void anotherNumberOfExamplesIsRefused() {
        CorrectFile.create(path, 12).close();

        assertThatThrownBy(() -> CorrectFile.resume(path, EXAMPLES, 1))
                .isInstanceOf(CorruptFileException.class)
                .hasMessageContaining("expected 11 examples in each evaluation, found 12");
    }

    private static BitSet bits(int... set) {
        BitSet bits = new BitSet();
        for (int bit : set) {
            bits.set(bit);
        }
        return bits;
    }

    /** One evaluation every ten steps. */
    private static void write(CorrectFile file, long from, long to) {
        try (file) {
            for (long step = from; step <= to; step += 10) {
                file.append(step, bits((int) step / 10, EXAMPLES - 1));
            }
        }
    }
}
