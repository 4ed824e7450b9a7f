package etude.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;

import etude.datasets.Target;
import etude.trainer.config.CheckpointsConfig.Mode;
import etude.trainer.loop.EvaluationResult;
import etude.trainer.metrics.MetricsLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutcomesRecorderTest {
    private static final Ranking RANKING = new Ranking("validation/error_rate", Mode.MIN);

    @TempDir private Path temporary;
    private RunDirectory run = new RunDirectory(Path.of(""));

    @BeforeEach
    void chooseTheRun() {
        run = new RunDirectory(temporary);
    }

    @Test
    void theBestAndTheLastAreKept() {
        OutcomesRecorder recorder = OutcomesRecorder.open(run, 0, RANKING);
        evaluate(recorder, 10, 0.5);
        assertKept(10, 10);
        evaluate(recorder, 20, 0.25);
        evaluate(recorder, 30, 0.25);
        evaluate(recorder, 40, Double.NaN);
        assertKept(20, 40);
        assertThat(confusion(Outcomes.read(run).orElseThrow().best()).counts())
                .isDeepEqualTo(new int[][] {{3, 0}, {1, 0}});
    }

    @Test
    void aRunThatGoesOnForgetsWhatItWillDoAgain() throws IOException {
        OutcomesRecorder recorder = OutcomesRecorder.open(run, 0, RANKING);
        evaluate(recorder, 10, 0.25);
        evaluate(recorder, 20, 0.5);
        evaluate(recorder, 30, 0.0);
        byte[] undisturbed = Files.readAllBytes(run.outcomes());
        log(10, 0.25, 20, 0.5);

        recorder = OutcomesRecorder.open(run, 20, RANKING);
        assertThat(run.outcomes()).as("both were at step 30").doesNotExist();
        evaluate(recorder, 25, 0.5);
        assertThat(Outcomes.read(run).orElseThrow().best()).as("it was at step 10").isEmpty();
        evaluate(recorder, 30, 0.0);
        assertThat(run.outcomes()).hasBinaryContent(undisturbed);
    }

    @Test
    void theBestBeforeTheCheckpointStays() {
        OutcomesRecorder recorder = OutcomesRecorder.open(run, 0, RANKING);
        evaluate(recorder, 10, 0.25);
        evaluate(recorder, 20, 0.5);
        evaluate(recorder, 30, 0.5);
        log(10, 0.25, 20, 0.5);

        OutcomesRecorder.open(run, 20, RANKING);
        Outcomes kept = Outcomes.read(run).orElseThrow();
        assertThat(kept.best().map(Outcomes.Evaluated::step)).contains(10L);
        assertThat(kept.last()).isEmpty();
    }

    @Test
    void aDamagedFileIsBegunAgainAndAFreshRunHasNone() throws IOException {
        Files.writeString(run.outcomes(), "{");
        evaluate(OutcomesRecorder.open(run, 10, RANKING), 20, 0.5);
        assertKept(20, 20);
        OutcomesRecorder.open(run, 0, RANKING);
        assertThat(run.outcomes()).doesNotExist();
    }

    @Test
    void beyondFiftyClassesAndOfTokensNothingIsKept() {
        OutcomesRecorder recorder = OutcomesRecorder.open(run, 0, RANKING);
        List<String> names = Collections.nCopies(51, "class");
        recorder.evaluated(10, result(new Target.Classes(names), 4));
        assertThat(recorder.measured(10, Map.of("validation/error_rate", 0.0))).isEmpty();
        recorder.evaluated(20, EvaluationResult.sums(new Target.NextToken(9), 1, 1, 1, 1));
        assertThat(recorder.measured(20, Map.of("validation/loss", 1.0))).isEmpty();
    }

    private void assertKept(long best, long last) {
        Outcomes outcomes = Outcomes.read(run).orElseThrow();
        assertThat(outcomes.best().map(Outcomes.Evaluated::step)).contains(best);
        assertThat(outcomes.last().map(Outcomes.Evaluated::step)).contains(last);
    }

    private static Outcomes.Confusion confusion(Optional<Outcomes.Evaluated> evaluated) {
        return (Outcomes.Confusion) evaluated.orElseThrow().predictions();
    }

    /** Four examples, of which a share is taken for the wrong one of two classes. */
    private void evaluate(OutcomesRecorder recorder, long step, double error) {
        Target target = new Target.Classes(List.of("zero", "one"));
        recorder.evaluated(step, result(target, (int) Math.round(4 * (1 - error))));
        recorder.measured(step, Map.of("validation/error_rate", error)).orElseThrow().write(run);
    }

    private static EvaluationResult result(Target target, int correct) {
        float[] targets = new float[4];
        for (int i = correct; i < 4; i++) {
            targets[i] = 1;
        }
        return new EvaluationResult(
                target,
                new double[] {1, correct, 4},
                new long[] {correct, 4 - correct},
                new long[] {correct, 0},
                targets,
                new float[4]);
    }

    private void log(long first, double error, long second, double other) {
        try (MetricsLog log = MetricsLog.create(run.metrics())) {
            log.append(first, Map.of("validation/loss", 1.0, "validation/error_rate", error));
            log.append(second, Map.of("validation/loss", 1.0, "validation/error_rate", other));
        }
    }
}
