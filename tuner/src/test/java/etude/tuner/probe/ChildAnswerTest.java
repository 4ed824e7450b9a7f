package etude.tuner.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.trainer.files.Json;
import etude.trainer.run.Outcome;
import etude.trainer.timing.TimedOutcome;
import etude.trainer.timing.TimingRules;
import etude.tuner.probe.SizeResult.Failed;
import etude.tuner.probe.SizeResult.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What passes between a probe and its processes, and what it means that one died. */
final class ChildAnswerTest {
    @TempDir private Path directory;

    @Test
    void everyAnswerIsReadAsItWasWritten() throws IOException {
        ProbeResult probe =
                new Sizes().measured(8, 100).failed(16, Failure.EVALUATION_OUT_OF_MEMORY).probe(0);
        for (ChildAnswer answer :
                List.of(
                        new ChildAnswer.Built(probe.setup(), List.of("a note")),
                        new ChildAnswer.Mistakes(List.of("one", "two"), true),
                        probe.sizes().get(8),
                        probe.sizes().get(16))) {
            byte[] json = Json.file(answer.json());
            assertThat(ChildAnswer.read(Json.parse(json))).isEqualTo(answer);
        }
        assertThatThrownBy(() -> ChildAnswer.read(Json.parse(Json.file(Map.of()))))
                .isInstanceOf(IOException.class);
    }

    @Test
    void requestsAreReadAsTheyWereWritten() throws IOException {
        Path file = directory.resolve("request.json");
        for (Optional<ProbeMode> mode :
                List.of(Optional.<ProbeMode>empty(), Optional.of(ProbeMode.EVALUATION))) {
            ProbeChild.Request request =
                    new ProbeChild.Request(
                            mode,
                            8,
                            "cpu",
                            "name: x\n",
                            new TimingRules(0.05, 2, 200),
                            mode.isPresent() ? OptionalLong.of(1L << 33) : OptionalLong.empty());
            Files.write(file, request.json());
            assertThat(ProbeChild.Request.read(file)).isEqualTo(request);
        }
    }

    @Test
    void evaluationThatDoesNotFitBesideASizeIsNoFailureOfTheSize() {
        assertThat(failure(ProbeMode.TRAINING, "batch_size")).isEqualTo(Failure.OUT_OF_MEMORY);
        assertThat(failure(ProbeMode.TRAINING, "evaluation.batch_size"))
                .isEqualTo(Failure.EVALUATION_OUT_OF_MEMORY);
        assertThat(failure(ProbeMode.EVALUATION, "evaluation.batch_size"))
                .isEqualTo(Failure.OUT_OF_MEMORY);
    }

    private static Failure failure(ProbeMode mode, String setting) {
        Failed failed =
                (Failed)
                        SizeResult.of(
                                mode,
                                8,
                                new TimedOutcome.OutOfMemory(
                                        new Outcome.OutOfMemory(
                                                setting,
                                                8,
                                                "you tried to allocate 2097152 bytes.")));
        assertThat(failed.detail()).isEqualTo("2.0 MiB of memory more were refused");
        return failed.failure();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "# There is insufficient memory for the Java Runtime Environment to continue.",
                "java.lang.OutOfMemoryError: Java heap space",
                "terminate called after throwing an instance of 'std::bad_alloc'",
                "libtorch_cpu.so: failed to map segment from shared object",
                "RuntimeError: CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling cublasCreate",
                "Native memory allocation (mmap) failed: error='Not enough space' (errno=12)"
            })
    void lastWordsOfMemoryAreASizeThatDoesNotFit(String line) throws IOException {
        Path log = Files.writeString(directory.resolve("log"), "working\n" + line + "\nmore\n");
        assertThat(Children.died(8, 134, log))
                .isEqualTo(
                        new Failed(8, Failure.OUT_OF_MEMORY, line.replaceFirst("^#", "").strip()));
    }

    @ParameterizedTest
    @CsvSource({
        "137, OUT_OF_MEMORY, killed from outside (SIGKILL)",
        "139, CRASHED, exit code 139: # SIGSEGV"
    })
    void otherDeathsAreJudgedByTheirExitCode(int exitCode, Failure failure, String detail)
            throws IOException {
        Path log = Files.writeString(directory.resolve("log"), "## SIGSEGV (0xb)\nmore\n");
        Failed failed = Children.died(8, exitCode, log);
        assertThat(failed.failure()).isEqualTo(failure);
        assertThat(failed.detail()).startsWith(detail);
    }
}
