package etude.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import etude.trainer.checkpoint.CheckpointDirectory;
import etude.trainer.checkpoint.CheckpointInfo;
import etude.trainer.engine.TestDevice;
import etude.trainer.run.SmallRun.Quiet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 20 of 60 validation examples are evaluated while it trains, and all of them at its end. */
class WholeValidationTest {
    private static final String SAMPLE = "evaluation.validation_examples=20";

    @TempDir private static Path folder;

    private static Path whole;

    @BeforeAll
    static void trained() {
        whole = folder.resolve("whole");
        SmallRun.run(whole, new Quiet(), SAMPLE);
    }

    @Test
    void everyKeptCheckpointIsEvaluatedOnAllExamples() {
        WholeValidation found = WholeValidation.read(new RunDirectory(whole)).orElseThrow();
        List<CheckpointInfo> kept = kept();
        assertThat(found.metric()).isEqualTo("validation/error_rate");
        assertThat(found.sampleExamples()).isEqualTo(20);
        assertThat(found.examples()).isEqualTo(60);
        assertThat(found.checkpoints())
                .extracting(WholeValidation.Checkpoint::step)
                .isEqualTo(kept.stream().map(CheckpointInfo::step).toList())
                .contains((long) SmallRun.STEPS);
        for (CheckpointInfo checkpoint : kept) {
            WholeValidation.Checkpoint at = found.at(checkpoint.step()).orElseThrow();
            assertThat(checkpoint.metrics()).containsEntry(found.metric(), at.sample());
            Map<String, Double> all =
                    EvaluationRun.execute(
                            new EvaluateOptions(
                                    whole,
                                    "validation",
                                    Long.toString(checkpoint.step()),
                                    Optional.empty(),
                                    TestDevice.name(),
                                    List.of()),
                            new Quiet());
            assertThat(at.whole()).isCloseTo(all.get(found.metric()), offset(1e-9));
            assertThat(at.blocks()).hasSize(20);
            assertThat(at.blocks().stream().mapToDouble(Double::doubleValue).average())
                    .hasValueCloseTo(at.whole(), offset(1e-9));
        }
    }

    /** Those that were evaluated: others have no value on the sample. */
    private static List<CheckpointInfo> kept() {
        return new CheckpointDirectory(new RunDirectory(whole).checkpoints())
                .list().stream()
                        .filter(one -> one.metrics().containsKey("validation/error_rate"))
                        .toList();
    }

    @Test
    void runThatIsStoppedWhileItDoesSoGoesOnToTheSame() throws IOException {
        Path stopped = folder.resolve("stopped");
        RunOptions options =
                new RunOptions(
                        stopped, TestDevice.name(), false, List.of("test"), Optional.empty());
        Quiet quiet = new Quiet();
        AtomicInteger asked = new AtomicInteger();
        Outcome outcome =
                TrainingRun.execute(
                        SmallRun.config(SAMPLE),
                        options,
                        quiet,
                        () -> asked.incrementAndGet() > SmallRun.STEPS + 1);
        assertThat(outcome).isEqualTo(new Outcome.Preempted(SmallRun.STEPS));
        assertThat(new RunDirectory(stopped).wholeValidation()).doesNotExist();

        assertThat(SmallRun.run(stopped, quiet, SAMPLE))
                .isEqualTo(new Outcome.Completed(SmallRun.STEPS));
        assertThat(new RunDirectory(stopped).wholeValidation())
                .hasSameBinaryContentAs(new RunDirectory(whole).wholeValidation());
        assertThat(SmallRun.bits(stopped)).isEqualTo(SmallRun.bits(whole));
        assertThat(Files.readAllBytes(new RunDirectory(stopped).steps()))
                .isEqualTo(Files.readAllBytes(new RunDirectory(whole).steps()));
        assertThat(quiet.notes)
                .contains(
                        "evaluating the kept checkpoints (%d) on all 60 validation examples, of which evaluations used 20"
                                .formatted(kept().size()));
    }

    @Test
    void runThatEvaluatesAllExamplesKeepsNone() {
        Path all = folder.resolve("all");
        SmallRun.run(all, new Quiet(), "max_train_steps=10", "schedule.warmup_steps=0");
        assertThat(new RunDirectory(all).wholeValidation()).doesNotExist();
    }

    @Test
    void eachLookAtTheTestSplitIsRecorded() {
        EvaluateOptions options =
                new EvaluateOptions(
                        whole,
                        "test",
                        "best",
                        Optional.empty(),
                        TestDevice.name(),
                        List.of("etude", "evaluate"));
        Map<String, Double> first = EvaluationRun.execute(options, new Quiet());
        MeasuredRun second = EvaluationRun.measure(options, new Quiet());

        TestEvaluations looks = TestEvaluations.read(new RunDirectory(whole));
        assertThat(looks.count()).isEqualTo(2);
        assertThat(looks.looks().get(0).metrics()).isEqualTo(first);
        assertThat(looks.looks().get(1).command()).containsExactly("etude", "evaluate");
        assertThat(second.split().examples()).isEqualTo(60);
        assertThat(second.split().metrics().get("test/error_rate"))
                .isCloseTo(first.get("test/error_rate"), offset(1e-9));
        assertThat(second.split().standardErrors()).containsKey("test/loss");
    }

    /** As if the run had been stopped there, with the schedule of the whole run. */
    @Test
    void runThatEndsAtAStepHasTheSameStepsUpToThere() throws IOException {
        Path until = folder.resolve("until");
        RunOptions options =
                new RunOptions(until, TestDevice.name(), false, List.of("test"), Optional.empty());
        assertThat(TrainingRun.executeUntil(SmallRun.config(SAMPLE), options, new Quiet(), 40))
                .isEqualTo(new Outcome.Preempted(40));
        byte[] part = Files.readAllBytes(new RunDirectory(until).steps());
        byte[] all = Files.readAllBytes(new RunDirectory(whole).steps());
        assertThat(part.length).isLessThan(all.length);
        assertThat(all).startsWith(part);
    }
}
