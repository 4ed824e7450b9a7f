package etude.tuner.analysis.plot;

import static org.assertj.core.api.Assertions.assertThat;

import etude.trainer.config.bind.Place;
import etude.tuner.space.Condition;
import etude.tuner.space.Domain;
import etude.tuner.space.Hyperparameter;
import etude.tuner.space.Role;
import etude.tuner.space.Scale;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PlotIdTest {
    @Test
    void usualIdsAreReadable() {
        assertThat(id("optimizer.learning_rate if optimizer.name is adam"))
                .isEqualTo("axis-optimizer-learning-rate-if-optimizer-name-is-adam");
    }

    @Test
    void idsThatDifferInSignsOnlyDoNotMeet() {
        assertThat(id("dropout if x is -1")).isNotEqualTo(id("dropout if x is 1"));
        assertThat(id("größe")).isNotEqualTo(id("gr.e"));
        assertThat(id("größe")).matches("axis-gr-e-[0-9a-f]+");
    }

    private static String id(String hyperparameter) {
        return PlotId.axis(
                new Hyperparameter(
                        hyperparameter,
                        hyperparameter,
                        Role.NUISANCE,
                        new Domain.Interval(Scale.LINEAR, 0, 1),
                        new Condition(Map.of()),
                        new Place("study.yaml")));
    }
}
