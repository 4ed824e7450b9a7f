package etude.tuner.space;

import com.fasterxml.jackson.databind.JsonNode;
import etude.trainer.config.bind.ConfigNode.Entry;
import etude.trainer.config.bind.ConfigNode.Mapping;
import etude.trainer.config.bind.Problems;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Gives the points that the user listed to the arms that they belong to. */
record PointList(Space space, List<Mapping> points, Problems problems) {
    ListSampler forArms(List<Arm> arms) {
        for (Mapping point : points) {
            if (arms.stream().noneMatch(arm -> belongs(point, arm))) {
                problems.add(point.place(), "this point has scientific values that no arm has");
            }
        }
        return new ListSampler(arms.stream().map(this::of).toList());
    }

    /** A point that names no scientific values belongs to every arm. */
    private static boolean belongs(Mapping point, Arm arm) {
        return arm.scientific().entrySet().stream()
                .allMatch(
                        value ->
                                point.get(value.getKey())
                                        .filter(v -> !Values.same(Values.of(v), value.getValue()))
                                        .isEmpty());
    }

    private List<Map<String, JsonNode>> of(Arm arm) {
        Set<Map<String, JsonNode>> found = new LinkedHashSet<>();
        for (Mapping point : points) {
            if (belongs(point, arm)) {
                read(arm, point)
                        .ifPresent(
                                values -> {
                                    if (!found.add(values)) {
                                        problems.add(point.place(), "this point is listed twice");
                                    }
                                });
            }
        }
        return List.copyOf(found);
    }

    private Optional<Map<String, JsonNode>> read(Arm arm, Mapping point) {
        try {
            Map<String, JsonNode> values = space.choose(arm, parameter -> value(parameter, point));
            point.entries()
                    .forEach(
                            (path, entry) -> {
                                if (!values.containsKey(path)) {
                                    problems.add(
                                            entry.place(),
                                            path,
                                            "is no hyperparameter of " + arm.label());
                                }
                            });
            return Optional.of(values);
        } catch (Refused e) {
            problems.add(point.place(), e.path(), e.sentence() + " of " + arm.label());
            return Optional.empty();
        }
    }

    private Optional<JsonNode> value(Hyperparameter parameter, Mapping point) {
        Optional<JsonNode> value = point.get(parameter.path()).map(Values::of);
        if (value.isPresent() && !parameter.domain().contains(value.get())) {
            Entry entry = Optional.ofNullable(point.entries().get(parameter.path())).orElseThrow();
            problems.add(
                    entry.place(),
                    parameter.path(),
                    Values.text(value.get()) + " is outside of its range or values");
        }
        return value;
    }
}
