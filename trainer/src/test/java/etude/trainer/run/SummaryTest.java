package etude.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.datasets.CorruptFileException;
import etude.trainer.metrics.Measurement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SummaryTest {
    private static final Summary WHOLE =
            new Summary(
                    RunEnd.of(new Outcome.Completed(2000)),
                    2000,
                    Optional.of(new Measurement(1800, Map.of("validation/error_rate", 0.02))),
                    Map.of("train/loss", 0.125),
                    12.5,
                    1024,
                    Optional.of(new GradientNorms(1, 2, 4)),
                    0.25);

    private static final Summary EMPTY =
            new Summary(
                    RunEnd.failed("no data"),
                    0,
                    Optional.empty(),
                    Map.of(),
                    0,
                    Double.NaN,
                    Optional.empty(),
                    0);

    @TempDir Path directory;

    @Test
    void summaryHasTheContractsNames() {
        RunDirectory run = new RunDirectory(directory);
        WHOLE.write(run);

        assertThat(run.summary())
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
        RunDirectory run = new RunDirectory(directory);
        EMPTY.write(run);

        assertThat(run.summary())
                .content()
                .contains("\"status\" : \"failed\"", "\"examples_per_second\" : \"NaN\"")
                .doesNotContain("best", "gradient_norm");
    }

    @Test
    void whatWasWrittenIsRead() {
        RunDirectory run = new RunDirectory(directory);
        assertThat(Summary.read(run)).isEmpty();
        WHOLE.write(run);
        assertThat(Summary.read(run)).contains(WHOLE);
        EMPTY.write(run);
        assertThat(Summary.read(run)).contains(EMPTY);
    }

    @Test
    void aDamagedSummaryIsNamed() throws IOException {
        RunDirectory run = new RunDirectory(directory);
        for (String damaged :
                List.of(
                        "{",
                        "[]",
                        "{\"status\": \"sleeping\", \"detail\": \"\"}",
                        "{\"status\": \"completed\", \"detail\": \"\", \"steps\": \"all\"}")) {
            Files.writeString(run.summary(), damaged);
            assertThatThrownBy(() -> Summary.read(run))
                    .isInstanceOf(CorruptFileException.class)
                    .hasMessageContaining(run.summary().toString())
                    .hasMessageContaining("the summary of a run");
        }
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
