package etude.tuner.space;

import com.fasterxml.jackson.databind.JsonNode;
import etude.trainer.config.ConfigException;
import etude.trainer.config.bind.ConfigNode.Mapping;
import etude.trainer.config.bind.Place;
import etude.trainer.config.bind.Problems;
import etude.tuner.space.Arm.Axis;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Tries the ends of all ranges before a study starts, so that a bad one is an error now and not at
 * trial 17.
 */
final class Corners {
    /** Up to so many combinations are all tried; of more, each end by itself. */
    private static final long MOST = 64;

    /** All in all: a second or two. Many arms have much in common. */
    private static final int MOST_CONFIGS = 4000;

    private final Space space;
    private final Place study;
    private final Map<String, Place> places;
    private final Problems problems;
    private final Set<String> said = new HashSet<>();
    private int checked;

    /**
     * @param root the study file
     */
    Corners(Space space, Mapping root, Problems problems) {
        this.space = space;
        this.problems = problems;
        study = Written.place(root, "base");
        places = Written.places(root, "fixed");
        places.putAll(Written.places(root, "derived"));
    }

    void check(Arm arm) {
        combinations(arm).forEach(values -> check(arm, values));
    }

    /** A point that the user listed. */
    void check(Arm arm, Map<String, JsonNode> point) {
        if (checked == MOST_CONFIGS) {
            return;
        }
        checked++;
        try {
            space.base().with(Space.overrides(space.settings(point)));
        } catch (Refused e) {
            report(arm, e.path(), e.sentence());
        } catch (ConfigException e) {
            e.problems().forEach(sentence -> report(arm, sentence));
        }
    }

    private void check(Arm arm, List<JsonNode> values) {
        try {
            Map<String, JsonNode> point =
                    space.choose(
                            arm,
                            parameter ->
                                    IntStream.range(0, values.size())
                                            .filter(i -> parameterOf(arm, i).equals(parameter))
                                            .mapToObj(values::get)
                                            .findFirst());
            check(arm, point);
        } catch (Refused e) {
            report(arm, e.path(), e.sentence());
        }
    }

    private static Hyperparameter parameterOf(Arm arm, int axis) {
        return arm.axes().get(axis).hyperparameter();
    }

    private static Stream<List<JsonNode>> combinations(Arm arm) {
        List<List<JsonNode>> corners =
                arm.axes().stream()
                        .map(Axis::hyperparameter)
                        .map(parameter -> parameter.domain().corners())
                        .toList();
        long all = 1;
        for (List<JsonNode> axis : corners) {
            all = Math.min(MOST + 1, all * axis.size());
        }
        Stream<List<JsonNode>> combinations =
                all <= MOST
                        ? LongStream.range(0, all).mapToObj(number -> combination(corners, number))
                        : oneByOne(corners);
        return Stream.concat(combinations, inner(arm, combination(corners, 0)));
    }

    /** Both ends of a range may be whole numbers where only such work. */
    private static Stream<List<JsonNode>> inner(Arm arm, List<JsonNode> lowest) {
        return IntStream.range(0, lowest.size())
                .boxed()
                .flatMap(
                        i ->
                                parameterOf(arm, i).domain().inner().stream()
                                        .map(value -> replaced(lowest, i, value)));
    }

    private static List<JsonNode> combination(List<List<JsonNode>> corners, long number) {
        JsonNode[] values = new JsonNode[corners.size()];
        long rest = number;
        for (int i = 0; i < values.length; i++) {
            List<JsonNode> axis = corners.get(i);
            values[i] = axis.get((int) (rest % axis.size()));
            rest /= axis.size();
        }
        return List.of(values);
    }

    private static Stream<List<JsonNode>> oneByOne(List<List<JsonNode>> corners) {
        List<JsonNode> lowest = corners.stream().map(axis -> axis.get(0)).toList();
        List<JsonNode> highest = corners.stream().map(axis -> axis.get(axis.size() - 1)).toList();
        Stream<List<JsonNode>> single =
                IntStream.range(0, corners.size())
                        .boxed()
                        .flatMap(
                                i ->
                                        corners.get(i).stream()
                                                .map(value -> replaced(lowest, i, value)));
        return Stream.concat(single, Stream.of(highest));
    }

    private static List<JsonNode> replaced(List<JsonNode> values, int index, JsonNode value) {
        return IntStream.range(0, values.size())
                .mapToObj(i -> i == index ? value : values.get(i))
                .toList();
    }

    /**
     * The trainer's sentence begins with the override it objects to, or with a line of the base.
     */
    private void report(Arm arm, String sentence) {
        String prefix = "--set ";
        int colon = sentence.indexOf(": ");
        if (!sentence.startsWith(prefix) || colon < 0) {
            add(study, "base: for " + arm.label() + ", " + sentence);
            return;
        }
        report(arm, sentence.substring(prefix.length(), colon), sentence.substring(colon + 2));
    }

    private void report(Arm arm, String path, String message) {
        Optional<Place> axis =
                arm.axes().stream()
                        .map(Axis::hyperparameter)
                        .filter(parameter -> parameter.path().equals(path))
                        .map(Hyperparameter::place)
                        .findFirst();
        Place place =
                axis.or(() -> Optional.ofNullable(places.get(path)))
                        .or(
                                () ->
                                        space.hyperparameters().stream()
                                                .filter(p -> p.path().equals(path))
                                                .map(Hyperparameter::place)
                                                .findFirst())
                        .orElse(study);
        boolean forAll = arm.scientific().isEmpty();
        add(place, path + ": " + message + (forAll ? "" : " (for " + arm.label() + ")"));
    }

    private void add(Place place, String message) {
        if (said.add(place + message)) {
            problems.add(place, message);
        }
    }
}
