package etude.tuner.probe;

import static org.assertj.core.api.Assertions.assertThat;

import etude.tuner.probe.SizeResult.Failed;
import etude.tuner.probe.SizeResult.Failure;
import etude.tuner.probe.SizeResult.Measured;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ProbeReadingTest {
    private static ProbeReading read(Sizes sizes, long mebibytes) {
        return new ProbeReading(
                sizes.probe(mebibytes * Sizes.MEBIBYTE), 0.1, "the end", List.of("less of it"));
    }

    private static ProbeReading readOnGpu(Sizes sizes) {
        return new ProbeReading(
                sizes.probeOnGpu(70 * Sizes.MEBIBYTE), 0.1, "the end", List.of("less of it"));
    }

    private static Sizes saturating() {
        return new Sizes()
                .measured(1, 100)
                .measured(2, 199)
                .measured(4, 390)
                .measured(8, 690)
                .measured(16, 930)
                .measured(32, 980)
                .measured(64, 985);
    }

    @Test
    void throughputThatStopsRisingDecides() {
        ProbeReading reading = read(saturating(), 1000);
        assertThat(reading.knee()).hasValue(8);
        assertThat(reading.stopsRising()).hasValue(32);
        assertThat(reading.recommended()).hasValue(32);
        assertThat(reading.largestFitting()).hasValue(64);
        assertThat(reading.doublings())
                .extracting(Scaling::perfect)
                .containsExactly(true, true, false, false, false, false);
        assertThat(reading.doublings())
                .extracting(doubling -> doubling.ratio() < Scaling.NONE)
                .containsExactly(false, false, false, false, true, true);
        assertThat(reading.sentences().get(0))
                .startsWith("Use batch_size 32: 980 examples/s, within 5 % of the best");
        assertThat(reading.sentences())
                .anyMatch(s -> s.startsWith("Do not use larger than 32 even though 64 fits"))
                .anyMatch(s -> s.contains("up to 4, doubling"))
                .anyMatch(s -> s.contains("knee is at 8"))
                .anyMatch(s -> s.contains("tune the optimizer's"));
    }

    /** Times of a machine that was disturbed up to 512, and a device that is slow at 32 alone. */
    @Test
    void aJumpAtOneSizeIsNoKnee() {
        int[] throughput = {
            1542, 2745, 4811, 10253, 15335, 25202, 27729, 37512, 42162, 57463, 89139, 82551, 85879
        };
        Sizes disturbed = new Sizes();
        for (int i = 0; i < throughput.length; i++) {
            disturbed.measured(1 << i, throughput[i]);
        }
        assertThat(read(disturbed, 100_000).knee()).hasValue(32);
        Sizes slowAt32 = new Sizes();
        for (int size = 1; size <= 512; size *= 2) {
            slowAt32.measured(size, size == 32 ? 17 : size);
        }
        assertThat(read(slowAt32, 100_000).knee()).isEmpty();
    }

    @Test
    void memoryWithItsMarginDecidesBeforeThat() {
        ProbeReading reading = read(saturating().failed(128, Failure.OUT_OF_MEMORY), 70);
        assertThat(reading.largestWithMargin()).hasValue(32);
        assertThat(read(saturating(), 34).recommended()).hasValue(16);
        assertThat(read(saturating(), 34).sentences().get(0))
                .contains("the largest size that leaves 10 % of memory free");
    }

    @Test
    void theMarginIsOfTheLimit() {
        assertThat(read(new Sizes().measured(9, 100), 10).recommended()).hasValue(9);
        assertThat(read(new Sizes().measured(10, 100), 11).recommended()).isEmpty();
    }

    @Test
    void throughputThatStillRisesSaysWhyTheSearchEnded() {
        ProbeReading reading =
                read(new Sizes().measured(1, 10).measured(2, 20).measured(4, 40), 1000);
        assertThat(reading.knee()).isEmpty();
        assertThat(reading.sentences().get(0))
                .isEqualTo(
                        "Use batch_size 4: 40.0 examples/s, the best of all; throughput was still rising when the search ended (the end).");
    }

    @Test
    void waitingForDataIsToBeMendedFirst() {
        ProbeReading reading =
                read(new Sizes().measured(1, 10, 0.1, 1).measured(2, 12, 0.38, 1), 1000);
        assertThat(reading.sentences().get(1))
                .isEqualTo(
                        "Fix the input pipeline first: at batch_size 2 the loop waited 38 % of its time for data. Try less of it, and probe again.");
    }

    @Test
    void stallsNearTheEndOfMemoryAreThrashing() {
        Sizes sizes = saturating().measured(64, 985, 0, 1.6);
        assertThat(read(sizes, 70).thrashing()).containsExactly(64);
        assertThat(read(sizes, 1000).thrashing()).isEmpty();
        assertThat(read(sizes, 1000).sentences()).anyMatch(s -> s.startsWith("Times at 64"));
    }

    @Test
    void aJumpInTimeNearTheEndOfMemoryIsThrashing() {
        Sizes sizes = saturating().measured(64, 300);
        assertThat(read(sizes, 70).thrashing()).containsExactly(64);
        assertThat(read(sizes, 70).recommended()).hasValue(32);
    }

    @Test
    void aCrashIsNamed() {
        assertThat(read(saturating().failed(128, Failure.CRASHED), 1000).sentences())
                .anyMatch(s -> s.startsWith("128 crashed, which says nothing about memory"));
    }

    @Test
    void scalingThatIsPoorFromTheStartPointsElsewhere() {
        assertThat(read(new Sizes().measured(1, 100).measured(2, 104), 1000).sentences())
                .anyMatch(s -> s.contains("not even the doubling from 1"));
    }

    @Test
    void sizesThatWereSkippedAreNoDoubling() {
        assertThat(read(new Sizes().measured(1, 10).measured(4, 40), 1000).doublings()).isEmpty();
    }

    @Test
    void onAGpuASizeIsRecommendedOnceTrainingItLongerHasHeld() {
        ProbeReading before = readOnGpu(saturating());
        assertThat(before.unconfirmed()).hasValue(32);
        assertThat(before.recommended()).isEmpty();
        assertThat(before.sentences().get(0))
                .startsWith("No size is recommended yet: batch_size 32 is to be trained longer");

        Sizes sizes = saturating();
        ProbeReading after = readOnGpu(sizes.confirmed(sizes.result(32)));
        assertThat(after.unconfirmed()).isEmpty();
        assertThat(after.recommended()).hasValue(32);
        assertThat(after.sentences())
                .contains(
                        "At 32, one more process trained 110 steps between two evaluations, and needed 32.0 MiB.");
    }

    @Test
    void whereItFailsTheNextSizeIsTrained() {
        Sizes sizes = saturating().confirmed(new Failed(32, Failure.OUT_OF_MEMORY, "in a test"));
        assertThat(readOnGpu(sizes).unconfirmed()).hasValue(16);
        ProbeReading after = readOnGpu(sizes.confirmed(sizes.result(16)));
        assertThat(after.recommended()).hasValue(16);
        assertThat(after.sentences())
                .anyMatch(
                        s ->
                                s.startsWith("32 is not recommended though it was measured")
                                        && s.contains("does not fit: in a test"));
    }

    @Test
    void memoryThatOnlyLongerTrainingNeedsCountsToo() {
        Sizes sizes = saturating();
        Measured held = new Sizes().measured(64, 985).result(64);
        sizes.confirmed(new Measured(32, held.timing(), held.memory(), 1, 0));
        assertThat(readOnGpu(sizes).unconfirmed()).hasValue(16);
    }

    @Test
    void onACpuTheMeasuredSizeIsRecommended() {
        assertThat(read(saturating(), 70).unconfirmed()).isEmpty();
    }
}
