package etude.tuner.space;

import com.fasterxml.jackson.databind.JsonNode;
import etude.trainer.config.bind.Place;
import java.util.List;
import java.util.Optional;

/**
 * A hyperparameter of a study. The same path under another condition is another hyperparameter.
 *
 * @param id unique in the study: the path, with the condition where several share a path
 * @param path a key of the training config, or a name that conditions and formulas use
 * @param place where it was declared
 */
public record Hyperparameter(
        String id, String path, Role role, Domain domain, Condition condition, Place place) {
    /** One whose id is its path, until {@link #identified} has seen the others. */
    Hyperparameter(String path, Role role, Domain domain, Condition condition, Place place) {
        this(path, path, role, domain, condition, place);
    }

    /** All of a study, with ids that tell them apart. */
    static List<Hyperparameter> identified(List<Hyperparameter> declared) {
        return declared.stream()
                .map(
                        one ->
                                declared.stream().filter(o -> o.path().equals(one.path())).count()
                                                > 1
                                        ? one.withId(one.path() + one.condition().text())
                                        : one)
                .toList();
    }

    private Hyperparameter withId(String other) {
        return new Hyperparameter(other, path, role, domain, condition, place);
    }

    /** Where its value in a trial lies on its scale, from 0 to 1. */
    public double coordinate(Trial trial) {
        return domain.coordinate(value(trial).orElseThrow());
    }

    /** Its value in a trial, where the trial has it. */
    public Optional<JsonNode> value(Trial trial) {
        return Optional.ofNullable(trial.values().get(id));
    }
}
