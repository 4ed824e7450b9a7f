package etude.trainer.config;

import static org.assertj.core.api.Assertions.assertThat;

import etude.trainer.config.ScheduleConfig.Decay;
import etude.trainer.schedule.DecayShape;
import etude.trainer.schedule.Schedule;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ScheduleConfigTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "decay: cosine, power: 2|power: only decay: polynomial reads it, found decay: cosine; remove it or change decay",
                "decay: linear, timescale: 5|timescale: only decay: inverse_sqrt reads it, found decay: linear; remove it or change decay",
                "boundaries: [5]|boundaries: only decay: piecewise reads it, found decay: constant; remove it or change decay",
                "factors: [5]|factors: only decay: piecewise reads it, found decay: constant; remove it or change decay",
                "decay: exponential|end_factor: an exponential decay never reaches 0; expected a number above 0, such as 0.01, found 0.0",
                "decay: inverse_sqrt, end_factor: 0.1|end_factor: decay: inverse_sqrt does not read it; remove it",
                "decay: piecewise|boundaries: decay: piecewise needs them, such as boundaries: [50%, 75%] with factors: [0.1, 0.01]",
                "decay: piecewise, boundaries: [5, 6], factors: [0.1]|factors: expected one for each of the 2 boundaries, found 1",
                "decay: polynomial, power: 0|power: expected a number of at least 0.001, found 0",
                "decay: piecewise, boundaries: [5], factors: [-1]|factors[0]: expected a number of at least 0, found -1",
                "decay: cosine, powr: 2|powr: unknown key; did you mean power?",
            })
    void whatTheDecayDoesNotReadOrLacksIsAProblem(String keys, String problem) {
        String path = problem.contains("found 0.0") || problem.contains("needs") ? ": " : ".";
        assertThat(Configs.problems(Configs.MINIMAL + "schedule: {" + keys + "}"))
                .containsExactly("run.yaml:7: schedule" + path + problem);
    }

    @Test
    void theContractsScheduleMeansWhatItAlwaysDid() {
        RunConfig config =
                Configs.minimal(
                        "schedule={warmup_steps: 100, hold_steps: 0, decay: cosine, end_factor: 0.0}");

        assertThat(Schedule.of(config, Durations.resolve(config, 9000)))
                .isEqualTo(new Schedule(0.05, 100, 0, 2000, new DecayShape.Cosine(0)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "decay: constant|Constant[]",
                "decay: linear, end_factor: 0.1|Linear[end=0.1]",
                "decay: polynomial|Polynomial[end=0.0, power=2.0]",
                "decay: polynomial, power: 3, end_factor: 0.1|Polynomial[end=0.1, power=3.0]",
                "decay: exponential, end_factor: 0.1|Exponential[end=0.1]",
                "decay: inverse_sqrt, warmup_steps: 7|InverseSqrt[timescale=7]",
                "decay: piecewise, boundaries: [50%, 1800], factors: [0.1, 0]|Piecewise[boundaries=[1000, 1800], factors=[0.1, 0.0]]",
            })
    void everyDecayGetsItsKeysAndSurvivesWriting(String keys, String shape) {
        RunConfig config = Configs.minimal("schedule={" + keys + "}");
        RunConfig read = Configs.load(ConfigWriter.toYaml(config));

        assertThat(read).isEqualTo(config);
        assertThat(Schedule.of(read, Durations.resolve(read, 9000)).shape()).hasToString(shape);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "decay: constant|1.0",
                "decay: cosine|0.0",
                "decay: exponential, end_factor: 0.1|0.1",
                "decay: piecewise, boundaries: [50%, 1800], factors: [0.1, 0.01]|0.01",
            })
    void aDecaySaysWhatItLeaves(String keys, double left) {
        assertThat(Configs.minimal("schedule={" + keys + "}").schedule().endOfDecay())
                .hasValue(left);
    }

    @Test
    void aDecayWithoutAnEndLeavesWhatItsStepsSay() {
        assertThat(Configs.minimal("schedule={decay: inverse_sqrt}").schedule().endOfDecay())
                .isEmpty();
    }

    @Test
    void anotherDecayNeedsTheOldOnesKeysRemoved() {
        String yaml = Configs.MINIMAL + "schedule: {decay: polynomial, power: 3}\n";

        assertThat(Configs.problems(yaml, "schedule.decay=linear")).hasSize(1);
        assertThat(Configs.load(yaml, "schedule.decay=linear", "schedule.power=null").schedule())
                .extracting(ScheduleConfig::decay, ScheduleConfig::boundaries)
                .containsExactly(Decay.LINEAR, List.of());
    }
}
