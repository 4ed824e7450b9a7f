package etude.tuner.space;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Whether a regularizer is used at all is a question; how strong it is belongs to the nuisance
 * hyperparameters (playbook, "Identifying scientific, nuisance, and fixed hyperparameters").
 */
final class Regularizers {
    private static final Set<String> STRENGTHS =
            Set.of("dropout", "label_smoothing", "optimizer.weight_decay");

    private Regularizers() {}

    static List<Advice> advice(Space space) {
        List<Advice> advice = new ArrayList<>();
        for (Hyperparameter hyperparameter : space.hyperparameters()) {
            if (STRENGTHS.contains(hyperparameter.path())) {
                if (hyperparameter.role() == Role.SCIENTIFIC) {
                    advice.add(scientific(hyperparameter));
                } else if (isPresenceWithOneStrength(hyperparameter, space)) {
                    advice.add(presence(hyperparameter.path(), hyperparameter.domain().at(0)));
                }
            }
        }
        return advice;
    }

    private static Advice scientific(Hyperparameter hyperparameter) {
        List<JsonNode> strengths =
                hyperparameter.domain().corners().stream().filter(v -> v.asDouble() != 0).toList();
        boolean listed = hyperparameter.domain() instanceof Domain.Listed;
        return listed && strengths.size() == 1
                ? presence(hyperparameter.path(), strengths.get(0))
                : new Advice(
                        "regularizer_strength",
                        "%s: the strength of a regularizer is rarely the question; make its presence scientific (%s) and its strength nuisance"
                                .formatted(hyperparameter.path(), HOW));
    }

    private static boolean isPresenceWithOneStrength(Hyperparameter hyperparameter, Space space) {
        return hyperparameter.role() == Role.FIXED
                && hyperparameter.domain().at(0).asDouble() != 0
                && space.hyperparameters().stream()
                        .filter(other -> other.role() == Role.SCIENTIFIC)
                        .anyMatch(o -> hyperparameter.condition().allowed().containsKey(o.path()));
    }

    private static Advice presence(String path, JsonNode strength) {
        return new Advice(
                "regularizer_presence",
                "%s: it is compared with its absence at strength %s only, which may be a bad one; make the strength nuisance (%s)"
                        .formatted(path, Values.text(strength), HOW));
    }

    private static final String HOW =
            "a scientific name with values: [false, true], and the strength with when: {name: true}";
}
