package etude.tuner.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import etude.trainer.files.Json;
import etude.tuner.process.MpiRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Probes of a batch that real ranks share. */
@Tag("ranks")
@Timeout(300)
final class ProbeRanksTest {
    private static final String CONFIG =
            """
            name: digits
            dataset: {name: generated, examples: 200, image_size: 12}
            model: {name: mlp, hidden: [16]}
            batch_size: 5
            max_train_steps: 50
            optimizer: {name: momentum, learning_rate: 0.05}
            """;

    @TempDir private Path directory;

    @BeforeEach
    void writeConfig() throws IOException {
        Files.writeString(directory.resolve("config.yaml"), CONFIG);
    }

    @Test
    void ranksShareEachSizeAndOneIsTriedAlone() throws IOException {
        assumeTrue(
                MpiRun.isInstalled(),
                "Open MPI's mpirun is not installed (apt-get install openmpi-bin)");
        CommandResult probe = probe("--devices", "cpu,cpu", "--max", "2", "--time-limit", "0.5");
        assertThat(probe.err()).contains("batch size 2: measuring", "measuring one by itself");
        assertThat(probe.exitCode()).isZero();
        assertThat(probe.out()).contains("Ranks: 2 with ", "an efficiency of ");
        JsonNode json =
                Json.parse(Files.readAllBytes(directory.resolve("probes/digits/probe.json")));
        assertThat(json.path("sizes").findValuesAsText("batch_size")).containsExactly("2");
        int recommended = json.at("/reading/recommended").asInt();
        assertThat(json.at("/one_rank_alone/result/batch_size").asInt()).isEqualTo(recommended / 2);
        assertThat(json.at("/sizes/0/result/sum_seconds").asDouble()).isPositive();
        double together = json.at("/reading/rank_scaling/seconds_together").asDouble();
        double alone = json.at("/reading/rank_scaling/seconds_alone").asDouble();
        assertThat(json.at("/reading/rank_scaling/efficiency").asDouble())
                .isEqualTo(recommended / together / (2 * (recommended / 2) / alone));
        assertThat(directory.resolve("probes/digits/logs")).isEmptyDirectory();
    }

    @Test
    void whatRanksCannotShareIsRefused() {
        assertThat(probe("--devices", "cpu,cpu", "--min", "3"))
                .satisfies(
                        result -> {
                            assertThat(result.exitCode()).isEqualTo(2);
                            assertThat(result.err())
                                    .contains(
                                            "--min: expected a multiple of 2, for so many ranks share each batch, found 3");
                        });
        assertThat(probe("--devices", "cpu,cpu", "--device", "cpu").err())
                .contains("exclude each other");
        assertThat(probe("--devices", "cpu,auto").err())
                .contains("--devices: expected GPUs only, or cpu for each process");
        assertThat(probe("--devices", "cpu,cpu", "--evaluation").err())
                .contains("leave --devices out");
    }

    private CommandResult probe(String... arguments) {
        String[] all = new String[arguments.length + 2];
        all[0] = "probe";
        all[1] = "config.yaml";
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return EtudeCommand.run(directory, all);
    }
}
