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
        for (Parameter parameter : space.parameters()) {
            if (STRENGTHS.contains(parameter.path())) {
                if (parameter.role() == Role.SCIENTIFIC) {
                    advice.add(scientific(parameter));
                } else if (isPresenceWithOneStrength(parameter, space)) {
                    advice.add(presence(parameter.path(), parameter.domain().at(0)));
                }
            }
        }
        return advice;
    }

    private static Advice scientific(Parameter parameter) {
        List<JsonNode> strengths =
                parameter.domain().corners().stream().filter(v -> v.asDouble() != 0).toList();
        boolean listed = parameter.domain() instanceof Domain.Listed;
        return listed && strengths.size() == 1
                ? presence(parameter.path(), strengths.get(0))
                : new Advice(
                        "regularizer_strength",
                        "%s: the strength of a regularizer is rarely the question; make its presence scientific (%s) and its strength nuisance"
                                .formatted(parameter.path(), HOW));
    }

    private static boolean isPresenceWithOneStrength(Parameter parameter, Space space) {
        return parameter.role() == Role.FIXED
                && parameter.domain().at(0).asDouble() != 0
                && space.parameters().stream()
                        .filter(other -> other.role() == Role.SCIENTIFIC)
                        .anyMatch(o -> parameter.condition().allowed().containsKey(o.path()));
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
