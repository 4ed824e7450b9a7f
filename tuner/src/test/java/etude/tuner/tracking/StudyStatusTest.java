package etude.tuner.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import etude.trainer.files.Json;
import etude.trainer.metrics.Measurement;
import etude.tuner.cluster.FakePrograms;
import etude.tuner.cluster.Programs;
import etude.tuner.cluster.Submission;
import etude.tuner.cluster.Submitted;
import etude.tuner.report.StudyOnDisk;
import etude.tuner.report.StudyShape;
import etude.tuner.store.AttemptOrigin;
import etude.tuner.store.Ending;
import etude.tuner.study.OpenStudy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A study of four trials: one failed, one runs, one was stopped, one has not begun. */
final class StudyStatusTest {
    private static final Duration LEASE = Duration.ofHours(1);

    @TempDir private Path directory;

    private OpenStudy study() throws Exception {
        OpenStudy study = StudyOnDisk.write(directory, StudyShape.ended(2).unfinished(2));
        StudyOnDisk.end(
                study,
                List.of(
                        new Measurement(20, Map.of("validation/error_rate", 0.25)),
                        new Measurement(40, Map.of("validation/error_rate", 0.5))),
                new Ending.Preempted());
        return study;
    }

    @Test
    void trialsUnderWaySayTheirStepTheirValueAndTheRest() throws Exception {
        try (OpenStudy study = study()) {
            List<String> lines = StudyStatus.of(study).lines(80);
            assertThat(lines)
                    .contains("4 trials: 1 not begun, 1 stopped half-way, 1 running, 1 failed")
                    .contains("Under way, with validation/error_rate so far:")
                    .anyMatch(
                            line ->
                                    line.matches(
                                            " {2}1 +running +80 of 200 +\\d+\\.\\d\\d % +\\d+\\.\\d\\d % +\\d+:\\d\\d"))
                    .anyMatch(
                            line ->
                                    line.matches(
                                            " {2}2 +stopped half-way +40 +50.00 % +25.00 % +-"))
                    .noneMatch(line -> line.startsWith("  3 "));
        }
    }

    @Test
    void programsReadTheSame() throws Exception {
        try (OpenStudy study = study()) {
            String text = StudyStatus.of(study).json();
            JsonNode json = Json.parse(text.getBytes(StandardCharsets.UTF_8));
            assertThat(json.at("/trials/pending").asInt()).isEqualTo(2);
            assertThat(json.at("/objective/mode").asText()).isEqualTo("min");
            assertThat(json.at("/under_way/0/state").asText()).isEqualTo("running");
            assertThat(json.at("/under_way/0/last_step").asLong()).isEqualTo(200);
            assertThat(json.at("/under_way/1/state").asText()).isEqualTo("stopped");
            assertThat(json.at("/under_way/1/newest").asDouble()).isEqualTo(0.5);
            assertThat(json.at("/under_way/1/best").asDouble()).isEqualTo(0.25);
        }
    }

    @Test
    void workersThatWereSubmittedSayTheirJobTheirTrialAndWhatTheyWaitFor() throws Exception {
        FakePrograms cluster =
                new FakePrograms(directory.resolve("bin"))
                        .with(
                                "squeue",
                                "echo '12_2|PENDING||0:00|Priority'; echo '12_1|RUNNING|node1|1:02|None'")
                        .with("scancel", "");
        try (OpenStudy study = study()) {
            Path root = study.directory().root();
            Submission.next(root).remember("12");
            assertThat(study.store().claim(study.id(), origin("12_1@host-7-abc-1"), LEASE))
                    .isPresent();
            StudyStatus status = StudyStatus.of(study, new Submitted(root, cluster.programs()));
            assertThat(status.lines(80))
                    .containsSubsequence(
                            "Workers that were submitted: 1 running, 1 queued",
                            "  JOB   STATE    TRIAL  NODE   TIME  WAITS FOR",
                            "  12_1  running  2      node1  1:02",
                            "  12_2  queued   -                   Priority");
            JsonNode json = Json.parse(status.json().getBytes(StandardCharsets.UTF_8));
            assertThat(json.at("/workers/0/trial").asText()).isEqualTo("2");
            assertThat(json.at("/workers/1/reason").asText()).isEqualTo("Priority");

            Submitted elsewhere = new Submitted(root, new Programs(Map.of(), "etude"));
            assertThat(StudyStatus.of(study, elsewhere).lines(80))
                    .containsSubsequence(
                            "Workers that were submitted: 1 at work",
                            "Which of Slurm's jobs wait is not known (squeue is not on the PATH here).",
                            "  12_1  at work  2");
        }
    }

    private static AttemptOrigin origin(String worker) {
        return new AttemptOrigin(worker, "host", "cpu", "etude", "", "", Map.of());
    }
}
