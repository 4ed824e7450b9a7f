package etude.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import etude.datasets.CorruptFileException;
import etude.trainer.files.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttemptsTest {
    @TempDir Path temporary;

    @Test
    void attemptIsOnRecordFromItsStart() throws IOException {
        RunDirectory run = new RunDirectory(temporary);

        Attempt attempt = new Attempts(run).start(facts(temporary));

        JsonNode record = record(run, 0);
        assertThat(attempt.number()).isZero();
        assertThat(record.path("command").path(1).asText()).isEqualTo("train");
        assertThat(record.path("device").asText()).isEqualTo("cpu");
        assertThat(record.path("versions").path("djl").asText()).isEqualTo("0.36.0");
        assertThat(record.path("engine").path("gpu").asText()).isEqualTo("NVIDIA H200");
        assertThat(record.path("pid").asLong()).isEqualTo(ProcessHandle.current().pid());
        assertThat(record.path("host").asText()).isEqualTo(HostName.find());
        assertThat(Instant.parse(record.path("start").asText())).isBeforeOrEqualTo(Instant.now());
        assertThat(record.has("end")).isFalse();
        assertThat(record.has("status")).isFalse();
    }

    @Test
    void endIsAddedAndNumbersGoOn() throws IOException {
        RunDirectory run = new RunDirectory(temporary);
        Attempts attempts = new Attempts(run);
        attempts.end(attempts.start(facts(temporary)), RunEnd.of(new Outcome.Preempted(120)));
        attempts.end(attempts.start(facts(temporary)), RunEnd.failed("no data"));

        assertThat(attempts.count()).isEqualTo(2);
        assertThat(record(run, 0).path("status").asText()).isEqualTo("preempted");
        assertThat(record(run, 0).path("detail").asText()).contains("after 120 updates");
        assertThat(record(run, 0).has("end")).isTrue();
        assertThat(record(run, 1).path("status").asText()).isEqualTo("failed");
        assertThat(record(run, 1).path("detail").asText()).isEqualTo("no data");
    }

    @Test
    void everyOutcomeHasItsStatus() {
        assertThat(
                        Stream.of(
                                        new Outcome.Completed(7),
                                        new Outcome.Diverged(7),
                                        new Outcome.OutOfMemory("batch_size", 64, "of 2 GiB"),
                                        new Outcome.Preempted(7))
                                .map(outcome -> RunEnd.of(outcome).status().id()))
                .containsExactly("completed", "diverged", "out_of_memory", "preempted");
    }

    @Test
    void theNewestAttemptIsReadAsItWasWritten() throws IOException {
        RunDirectory run = new RunDirectory(temporary);
        Attempts attempts = new Attempts(run);
        assertThat(attempts.last()).isEmpty();
        attempts.start(facts(temporary));
        Attempt second = attempts.start(facts(temporary));
        assertThat(attempts.last()).contains(second);
        attempts.end(second, RunEnd.failed("no data"));
        assertThat(attempts.last().flatMap(Attempt::ended).map(Attempt.Ended::how))
                .contains(RunEnd.failed("no data"));
        assertThat(attempts.last().map(Attempt::command)).contains(List.of("etude", "train"));

        Files.writeString(run.attempts().resolve("1.json"), "{\"attempt\": 1}");
        assertThatThrownBy(attempts::last)
                .isInstanceOf(CorruptFileException.class)
                .hasMessageContaining("1.json")
                .hasMessageContaining("command");
    }

    @Test
    void commitAndDiffOfTheCheckoutAreRecorded() throws IOException, InterruptedException {
        Path checkout = Files.createDirectory(temporary.resolve("checkout"));
        Files.writeString(checkout.resolve("code.txt"), "old\n");
        git(checkout, "init", "-q");
        git(checkout, "add", ".");
        git(checkout, "-c", "user.name=n", "-c", "user.email=e@x", "commit", "-q", "-m", "first");
        Files.writeString(checkout.resolve("code.txt"), "new\n");

        RunDirectory run = new RunDirectory(temporary.resolve("run"));
        new Attempts(run).start(facts(checkout));

        JsonNode git = record(run, 0).path("git");
        assertThat(git.path("commit").asText()).matches("[0-9a-f]{40}");
        assertThat(git.path("diff").asText()).contains("-old", "+new");
        assertThat(git.path("diff_truncated").asBoolean()).isFalse();
    }

    @Test
    void largeDiffIsCutAndSaysSo() throws IOException, InterruptedException {
        Path checkout = Files.createDirectory(temporary.resolve("checkout"));
        Files.writeString(checkout.resolve("code.txt"), "old\n");
        git(checkout, "init", "-q");
        git(checkout, "add", ".");
        git(checkout, "-c", "user.name=n", "-c", "user.email=e@x", "commit", "-q", "-m", "first");
        Files.writeString(checkout.resolve("code.txt"), "a line\n".repeat(300_000));

        GitState state = GitState.find(checkout).orElseThrow();

        assertThat(state.diff()).hasSize(GitState.MAX_DIFF_BYTES);
        assertThat(state.diffTruncated()).isTrue();
    }

    @Test
    void placeOutsideAnyCheckoutIsFine() {
        assertThat(GitState.find(temporary)).isEmpty();
        assertThat(GitState.find(temporary.resolve("absent"))).isEmpty();
    }

    private static AttemptFacts facts(Path workingDirectory) {
        return new AttemptFacts(
                List.of("etude", "train"),
                GitState.find(workingDirectory),
                "cpu",
                Map.of("java", "17", "djl", "0.36.0"),
                Map.of("gpu", "NVIDIA H200"));
    }

    private static JsonNode record(RunDirectory run, int number) throws IOException {
        return Json.parse(Files.readAllBytes(run.attempts().resolve(number + ".json")));
    }

    private static void git(Path directory, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).directory(directory.toFile()).start();
        assertThat(process.waitFor()).isZero();
    }
}
