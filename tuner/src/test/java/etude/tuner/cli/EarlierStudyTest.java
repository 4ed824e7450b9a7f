package etude.tuner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import etude.trainer.files.Json;
import etude.tuner.study.Version1Study;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the commands say of a study that version 0.1.0 ran, with a trial whose process died. */
final class EarlierStudyTest {
    private static final String STUDY = "studies/version-1";

    @TempDir private Path directory;

    @BeforeEach
    void copy() throws IOException {
        Version1Study.copyTo(directory.resolve(STUDY));
    }

    private CommandResult study(String... words) {
        String[] all = new String[words.length + 1];
        all[0] = "study";
        System.arraycopy(words, 0, all, 1, words.length);
        return EtudeCommand.run(directory, all);
    }

    @Test
    void statusShowsWhatTheProcessOfAFailedTrialPrintedLast() throws IOException {
        CommandResult status = study("status", STUDY);
        assertThat(status.exitCode()).as(status.err()).isZero();
        assertThat(status.out())
                .contains("14 trials: 1 not begun, 1 running, 8 completed, 3 infeasible, 1 failed")
                .contains("infeasible: trial 4 diverged after step 11\n")
                .contains(
                        "infeasible: trial 12 constraint violated: model.hidden: expected at most 7 units, found 9\n")
                .contains(
                        """
                        Last lines of the log of trial 10:
                          # A fatal error has been detected by the Java Runtime Environment:
                          #  SIGSEGV (0xb) at pc=0x00007f, pid=77, tid=78
                        `etude study retry studies/version-1` tries failed trials again.
                        """);
        JsonNode json =
                Json.parse(
                        study("status", STUDY, "--format", "json")
                                .out()
                                .getBytes(StandardCharsets.UTF_8));
        assertThat(json.at("/last_log_lines/10").asText()).contains("SIGSEGV");
    }

    @Test
    void exportHasReasonsAsDataAndInWords() throws IOException {
        JsonNode export = Json.parse(study("export", STUDY).out().getBytes(StandardCharsets.UTF_8));
        assertThat(export.at("/trials/4/infeasible").toString())
                .isEqualTo("{\"kind\":\"diverged\",\"step\":11}");
        assertThat(export.at("/trials/4/reason").asText()).isEqualTo("diverged after step 11");
        assertThat(export.at("/trials/4/attempts/0/reason").asText())
                .isEqualTo("diverged after step 11");
        assertThat(export.at("/trials/11/infeasible/setting").asText()).isEqualTo("batch_size");
        assertThat(export.at("/trials/10/attempts/4/last_log_lines").asText()).contains("SIGSEGV");
    }

    @Test
    void exportHasTheEnginesOfTrialsWhoseRunsRecordedThem() throws IOException {
        JsonNode earlier =
                Json.parse(study("export", STUDY).out().getBytes(StandardCharsets.UTF_8));
        assertThat(earlier.at("/trials/0").has("engines")).isFalse();

        Path attempt = directory.resolve(STUDY).resolve("trials/00000/attempts/0.json");
        String engine = "{\"gpu\":\"NVIDIA H200\",\"tf32_products\":\"false\"}";
        Files.writeString(
                attempt,
                Files.readString(attempt)
                        .replace("\"start\"", "\"engine\" : %s,\n  \"start\"".formatted(engine)));
        JsonNode export = Json.parse(study("export", STUDY).out().getBytes(StandardCharsets.UTF_8));
        assertThat(export.at("/trials/0/engines").toString()).isEqualTo("[" + engine + "]");
    }

    @Test
    void theReportHasTheLogAmongTheDetailsOfATrial() throws IOException {
        assertThat(study("report", STUDY).exitCode()).isZero();
        assertThat(Files.readString(directory.resolve(STUDY).resolve("report.html")))
                .contains("Last lines of the log")
                .contains("SIGSEGV (0xb) at pc=0x00007f");
    }

    @Test
    void thresholdsOfVerdictsComeFromAFile() throws IOException {
        Path file = directory.resolve("thresholds.yaml");
        Files.writeString(file, "infeasible_attention: 0.9\ninfeasible_problem: 0.95\n");
        assertThat(study("report", STUDY).exitCode()).isZero();
        assertThat(answer("How many trials are infeasible in optimizer.name=momentum?"))
                .isEqualTo("problem");
        assertThat(study("report", STUDY, "--thresholds", file.toString()).exitCode()).isZero();
        assertThat(answer("How many trials are infeasible in optimizer.name=momentum?"))
                .isEqualTo("good");
    }

    @Test
    void aThresholdThatThereIsNotIsRefusedByName() throws IOException {
        Path file = directory.resolve("thresholds.yaml");
        Files.writeString(file, "good_regio: 0.2\nbest_trials: -1\n");
        CommandResult result = study("report", STUDY, "--thresholds", file.toString());
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err())
                .contains("thresholds.yaml:1: good_regio: unknown key")
                .contains("good_region")
                .contains("thresholds.yaml:2: best_trials");
    }

    private String answer(String question) throws IOException {
        JsonNode json =
                Json.parse(Files.readAllBytes(directory.resolve(STUDY).resolve("report.json")));
        for (JsonNode verdict : json.path("verdicts")) {
            if (verdict.path("question").asText().equals(question)) {
                return verdict.path("answer").asText();
            }
        }
        throw new AssertionError("nobody asks " + question);
    }
}
