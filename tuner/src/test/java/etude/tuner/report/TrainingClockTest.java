package etude.tuner.report;

import static org.assertj.core.api.Assertions.assertThat;

import etude.trainer.metrics.Measurement;
import etude.trainer.run.RunFacts;
import etude.tuner.analysis.Run;
import etude.tuner.analysis.SyntheticStudy;
import etude.tuner.chart.Choices.Clock;
import etude.tuner.record.TrialRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class TrainingClockTest {
    private static final TrialRecord TRIAL =
            SyntheticStudy.study()
                    .trials(1, i -> Run.trial(i).examplesPerSecond(100).errors(2, e -> 0.5))
                    .data()
                    .trials()
                    .get(0);

    @Test
    void aRunThatSlowsDownTakesLongerForItsLaterSteps() {
        List<Measurement> logged =
                List.of(line(10, 1000), new Measurement(15, Map.of()), line(20, 500));
        int batchSize = facts().map(RunFacts::batchSize).orElseThrow();
        Clock clock = TrainingClock.of(facts(), logged).get(0);
        assertThat(clock.steps()).containsExactly(0, 10, 20);
        double first = 10.0 * batchSize / 1000 / 60;
        assertThat(clock.minutes()).containsExactly(0, first, 3 * first);
    }

    @Test
    void aLongLogIsThinnedAndItsEndStays() {
        List<Measurement> logged =
                LongStream.rangeClosed(1, 1000).mapToObj(step -> line(step, 1000)).toList();
        Clock clock = TrainingClock.of(facts(), logged).get(0);
        assertThat(clock.steps()).hasSizeLessThan(110).endsWith(1000);
    }

    @Test
    void whatLoggedNoRateHasNoClock() {
        assertThat(TrainingClock.of(facts(), List.of(new Measurement(10, Map.of())))).isEmpty();
        assertThat(TrainingClock.of(Optional.empty(), List.of(line(10, 1000)))).isEmpty();
    }

    @Test
    void aTrialTakesWhatItsMeanRateSays() {
        Clock clock = TrainingClock.of(List.of(TRIAL)).get(0);
        int batchSize = facts().map(RunFacts::batchSize).orElseThrow();
        assertThat(clock.key()).isEqualTo("0");
        assertThat(clock.minutes()[1]).isEqualTo(clock.steps()[1] * batchSize / 100 / 60);
    }

    private static Optional<RunFacts> facts() {
        return TRIAL.facts();
    }

    private static Measurement line(long step, double rate) {
        return new Measurement(step, Map.of("examples_per_second", rate));
    }
}
