package etude.tuner.space;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Settings that follow from others by formulas.
 *
 * @param formulas by path, each after those that it reads
 */
record Derivations(Map<String, Formula> formulas) {
    /**
     * Puts formulas into an order in which they can be computed.
     *
     * @throws IllegalArgumentException naming the paths of a cycle
     */
    static Derivations of(Map<String, Formula> formulas) {
        Map<String, Formula> ordered = new LinkedHashMap<>();
        formulas.keySet().forEach(path -> visit(path, formulas, ordered, new LinkedHashSet<>()));
        return new Derivations(ordered);
    }

    private static void visit(
            String path,
            Map<String, Formula> formulas,
            Map<String, Formula> ordered,
            Set<String> above) {
        Formula formula = formulas.get(path);
        if (formula == null || ordered.containsKey(path)) {
            return;
        }
        if (!above.add(path)) {
            List<String> cycle = new ArrayList<>(above);
            cycle.add(path);
            throw new IllegalArgumentException(
                    "formulas must not go in circles, found "
                            + String.join(
                                    " -> ", cycle.subList(cycle.indexOf(path), cycle.size())));
        }
        formula.names().forEach(name -> visit(name, formulas, ordered, above));
        above.remove(path);
        ordered.put(path, formula);
    }

    /**
     * Adds the derived values to the others.
     *
     * @param constants values of the base config
     * @throws Refused when a formula has no value
     */
    void complete(Map<String, JsonNode> settings, Function<String, Optional<JsonNode>> constants) {
        formulas.forEach(
                (path, formula) -> {
                    Map<String, JsonNode> inputs = new HashMap<>();
                    for (String name : formula.names()) {
                        Optional.ofNullable(settings.get(name))
                                .or(() -> constants.apply(name))
                                .ifPresent(value -> inputs.put(name, value));
                    }
                    try {
                        settings.put(path, formula.evaluate(inputs));
                    } catch (IllegalArgumentException e) {
                        throw new Refused(path, String.valueOf(e.getMessage()));
                    }
                });
    }

    /** Everything that a path depends on, itself included. */
    Set<String> sources(String path) {
        Set<String> sources = new LinkedHashSet<>();
        collect(path, sources);
        return sources;
    }

    private void collect(String path, Set<String> sources) {
        if (sources.add(path)) {
            names(path).forEach(name -> collect(name, sources));
        }
    }

    /** What a derived path is computed from. */
    Set<String> names(String path) {
        return Optional.ofNullable(formulas.get(path)).map(Formula::names).orElse(Set.of());
    }

    /** Whether a formula uses it. */
    boolean isRead(String path) {
        return formulas.values().stream().anyMatch(formula -> formula.names().contains(path));
    }
}
