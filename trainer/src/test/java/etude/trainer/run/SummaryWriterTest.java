package etude.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SummaryWriterTest {
    @TempDir Path directory;

    @Test
    void summaryHasTheContractsNames() {
        Path path = directory.resolve("summary.json");
        SummaryWriter.write(
                path,
                new Summary(
                        Ending.of(new Outcome.Completed(2000)),
                        2000,
                        Optional.of(new Summary.Best(1800, Map.of("validation/error_rate", 0.02))),
                        Map.of("train/loss", 0.125),
                        12.5,
                        1024,
                        Optional.of(new GradientNorms(1, 2, 4)),
                        0.25));

        assertThat(path)
                .hasContent(
                        """
                        {
                          "status" : "completed",
                          "detail" : "2000 steps done",
                          "steps" : 2000,
                          "best" : {
                            "step" : 1800,
                            "metrics" : {
                              "validation/error_rate" : 0.02
                            }
                          },
                          "final_metrics" : {
                            "train/loss" : 0.125
                          },
                          "seconds" : 12.5,
                          "throughput" : {
                            "examples_per_second" : 1024.0
                          },
                          "gradient_norm" : {
                            "median" : 1.0,
                            "p90" : 2.0,
                            "p99" : 4.0
                          },
                          "clipped_fraction" : 0.25
                        }
                        """);
    }

    @Test
    void unknownPartsAreLeftOut() {
        Path path = directory.resolve("summary.json");
        SummaryWriter.write(
                path,
                new Summary(
                        Ending.failed("no data"),
                        0,
                        Optional.empty(),
                        Map.of(),
                        0,
                        Double.NaN,
                        Optional.empty(),
                        0));

        assertThat(path)
                .content()
                .contains("\"status\" : \"failed\"", "\"examples_per_second\" : \"NaN\"")
                .doesNotContain("best", "gradient_norm");
    }

    @Test
    void quantilesAreByNearestRankOverFiniteNorms() {
        float[] norms = new float[102];
        for (int i = 0; i < 100; i++) {
            norms[i] = 100 - i;
        }
        norms[100] = Float.NaN;
        norms[101] = Float.POSITIVE_INFINITY;

        assertThat(GradientNorms.of(norms)).contains(new GradientNorms(50, 90, 99));
        assertThat(GradientNorms.of(new float[] {3})).contains(new GradientNorms(3, 3, 3));
        assertThat(GradientNorms.of(new float[] {Float.NaN})).isEmpty();
    }
}
