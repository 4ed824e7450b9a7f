package etude.tuner.project;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** Instability counts where it is near the best rate. */
final class StabilityFindingTest {
    private static StabilityFinding of(String json) throws IOException {
        return StabilityFinding.of("digits", new ObjectMapper().readTree(json));
    }

    @Test
    void anUnstableRateBeyondTenTimesTheBestIsNone() throws IOException {
        String known =
                ", best_learning_rate: 0.22, unstable_base_learning_rate: 6.97, sentences: [Said.]}";
        assertThat(of(json("{result: none" + known)))
                .isEqualTo(new StabilityFinding.Known("digits", OptionalDouble.empty(), "Said."));
        assertThat(of(json("{result: early" + known)))
                .isEqualTo(new StabilityFinding.Known("digits", OptionalDouble.of(6.97), "Said."));
        assertThat(of(json("{result: no_rate_trains, sentences: [Said.]}")))
                .isEqualTo(new StabilityFinding.NoResult("digits", "Said."));
    }

    /** With the quotes that are left out above. */
    private static String json(String text) {
        return text.replaceAll("([a-zA-Z_.]*[a-zA-Z_]\\.?)", "\"$1\"");
    }
}
