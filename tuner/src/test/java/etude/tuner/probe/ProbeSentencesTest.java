package etude.tuner.probe;

import static org.assertj.core.api.Assertions.assertThat;

import etude.tuner.probe.SizeResult.Failure;
import etude.tuner.text.ByteSize;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sentences of probes of many shapes: they claim nothing that was not measured. */
final class ProbeSentencesTest {
    private static final long LIMIT = 1L << 30;

    private static List<String> read(Sizes sizes, long memory) {
        return reading(sizes, memory).sentences();
    }

    private static ProbeReading reading(Sizes sizes, long memory) {
        return new ProbeReading(sizes.probe(memory), 0.1, "--max 64", List.of("less of it"));
    }

    private static Sizes saturating() {
        return new Sizes()
                .needing(200 * Sizes.MEBIBYTE, Sizes.MEBIBYTE / 2)
                .measured(8, 100)
                .measured(16, 190)
                .measured(32, 195)
                .measured(64, 196);
    }

    @Test
    void oneSizeTellsNothingOfOthers() {
        List<String> sentences = read(new Sizes().measured(8, 100), LIMIT);
        assertThat(sentences.get(0))
                .isEqualTo(
                        "Use batch_size 8: 100 examples/s; no other size was measured, so nothing tells whether one is faster (--max 64).");
        assertThat(sentences).noneMatch(s -> s.contains("rising") || s.contains("Scaling"));
    }

    @Test
    void aFirstSizeAboveOneScalesToo() {
        assertThat(read(saturating(), LIMIT))
                .anyMatch(
                        s ->
                                s.startsWith("Scaling: up to 16, doubling the size nearly doubles")
                                        && s.endsWith(
                                                "The knee is at 16, with 97 % of the best throughput: from there on each doubling gains less than half of what perfect scaling would."));
    }

    @Test
    void unsteadyTimesAreDoubtedInTheFirstSentence() {
        assertThat(read(saturating().measuredBetween(64, 200, 150, 260), LIMIT).get(0))
                .startsWith(
                        "Use batch_size 16, with doubt, for times at 64 were not steady: 190 examples/s,");
        assertThat(read(saturating(), LIMIT).get(0)).startsWith("Use batch_size 16: 190");
        assertThat(
                        read(
                                new Sizes()
                                        .measuredBetween(8, 77, 65, 290)
                                        .measuredBetween(16, 76, 42, 900),
                                LIMIT))
                .as("what noise leaves open is not forbidden")
                .noneMatch(s -> s.startsWith("Do not use larger"));
    }

    @Test
    void whatNoiseLeavesOpenIsSaid() {
        Sizes sizes = new Sizes();
        for (int size = 1; size <= 256; size *= 2) {
            double rate = 1000.0 * size / (size + 16);
            sizes.measuredBetween(size, rate, 0.93 * rate, 1.07 * rate);
        }
        assertThat(read(sizes, LIMIT).get(1))
                .matches(
                        "By their noise these times tell only that throughput stops rising between \\d+ and \\d+ .*; \\d+ reaches \\d+ % of the best\\.");
    }

    @Test
    void memoryIsOneNumberEverywhereAndIsTakenApart() {
        Sizes sizes = saturating();
        ProbeReading reading = reading(sizes, LIMIT);
        String needed = ByteSize.text(232 * Sizes.MEBIBYTE);
        assertThat(reading.sentences())
                .contains(
                        "Memory: 64 is the largest size that was measured; it needs %s of 1.0 GiB (--max 64). About 200.0 MiB are needed at any size, and 512.0 KiB more for each example (a line through 4 sizes, off by at most 0 bytes)."
                                .formatted(needed));
        assertThat(new ProbeTable(reading).text().lines().get(4)).contains(needed);
        assertThat(ProbeTable.line(reading.probe(), sizes.result(64))).endsWith(needed);
    }

    @Test
    void memoryThatDoesNotGrowIsSaidSo() {
        Sizes sizes = new Sizes();
        for (int size : List.of(1, 2, 4, 8)) {
            sizes.needing((200 + size % 3) * Sizes.MEBIBYTE, 0).measured(size, 100 * size);
        }
        assertThat(read(sizes, LIMIT)).anyMatch(s -> s.contains("It does not grow measurably"));
    }

    @Test
    void thrashingIsNoLackOfMargin() {
        Sizes sizes = saturating().measured(32, 300, 0, 1.6).measured(64, 320, 0, 1.6);
        assertThat(read(sizes, 260 * Sizes.MEBIBYTE).get(0))
                .contains("and the largest size that does not thrash");
    }

    static Stream<Sizes> shapes() {
        return Stream.of(
                new Sizes().measured(1, 100),
                new Sizes().measured(512, 100).failed(1024, Failure.OUT_OF_MEMORY),
                new Sizes().measured(1, 100).measured(2, 90),
                new Sizes().failed(1, Failure.CRASHED).measured(2, 90).failed(4, Failure.TOO_SLOW),
                new Sizes().needing(0, 0).measured(1, 1).measured(2, 2).measured(4, 4),
                saturating(),
                saturating().failed(128, Failure.CRASHED).failed(256, Failure.CRASHED),
                saturating().measuredBetween(64, 400, 100, 900));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void noSentenceHasHoles(Sizes sizes) {
        for (long memory : List.of(0L, 100 * Sizes.MEBIBYTE, LIMIT)) {
            assertThat(read(sizes, memory))
                    .isNotEmpty()
                    .allMatch(s -> s.matches("[A-Z0-9].*\\."))
                    .noneMatch(s -> s.matches(".*(NaN|Infinity|needs 0 bytes|\\(\\)|  ).*"));
        }
    }
}
