package etude.tuner.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import etude.trainer.timing.MedianInterval;
import etude.trainer.timing.MemoryUse;
import etude.trainer.timing.Timing;
import etude.tuner.probe.SizeResult.Measured;
import org.junit.jupiter.api.Test;

/** What several ranks lose to each other, and by what. */
final class RankScalingTest {
    private static Measured size(int batchSize, double seconds, double dataWait, double sum) {
        Timing timing =
                new Timing(
                        10,
                        true,
                        100,
                        20,
                        new MedianInterval(seconds, 0.98 * seconds, 1.02 * seconds),
                        seconds,
                        seconds,
                        dataWait);
        return new Measured(batchSize, timing, new MemoryUse(0, 0, 0, 0), 1, sum);
    }

    /** 32 in 40 ms alone, 128 in 50 ms by four: 2,560 examples/s where 3,200 were perfect. */
    @Test
    void theEfficiencyIsThatOfAsManyExamplesPerRank() {
        RankScaling ranks = new RankScaling(4, size(32, 0.040, 0, 0), size(128, 0.050, 0, 0.002));
        assertThat(ranks.efficiency()).isCloseTo(0.8, within(1e-9));
        assertThat(ranks.lowEfficiency()).isCloseTo(0.8 * 0.98 / 1.02, within(1e-9));
        assertThat(ranks.sentence())
                .startsWith(
                        "Ranks: 4 with 32 examples each do 2,560 examples/s, where one by itself does 800: an efficiency of 80 % (77 % to 83 % by the noise of the times).")
                .contains("takes 50.0 ms, and 40.0 ms by itself", "the gradient takes 2.00 ms")
                .contains("What limits it most: what the ranks share");
    }

    @Test
    void whatLimitsMostIsNamed() {
        assertThat(new RankScaling(2, size(8, 0.01, 0, 0), size(16, 0.02, 0, 0.009)).sentence())
                .contains("What limits it most: the sum of the gradient");
        assertThat(new RankScaling(2, size(8, 0.01, 0, 0), size(16, 0.02, 0.4, 0.001)).sentence())
                .as("8 ms more of 20 go by without data")
                .contains("waiting for data 8.00 ms")
                .contains("What limits it most: waiting for data");
        assertThat(new RankScaling(2, size(8, 0.02, 0, 0), size(16, 0.02, 0, 0.001)).sentence())
                .endsWith("Nothing limits it.");
    }

    /** A sum by itself may take longer than all that a step loses. */
    @Test
    void partsAddUpToWhatIsLost() {
        RankScaling ranks = new RankScaling(2, size(8, 0.01, 0, 0), size(16, 0.011, 0.9, 0.5));
        assertThat(ranks.json())
                .containsEntry("seconds_of_sum", 0.5)
                .containsEntry("seconds_waiting_more", 0.0)
                .containsEntry("seconds_of_sharing", 0.0);
    }
}
