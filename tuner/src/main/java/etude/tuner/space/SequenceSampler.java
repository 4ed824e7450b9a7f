package etude.tuner.space;

import com.fasterxml.jackson.databind.JsonNode;
import etude.tuner.sequence.Grid;
import etude.tuner.sequence.PointSequence;
import etude.tuner.sequence.QuasiRandom;
import etude.tuner.sequence.UniformRandom;
import etude.tuner.space.Arm.Axis;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Points from a sequence in the unit cube, one dimension for each axis of the arm. Where points can
 * coincide, those that came before are passed over; that depends on nothing but the sequence, so
 * every process finds the same points under the same numbers.
 */
record SequenceSampler(Space space, SearchConfig search) implements Sampler {
    /** The most combinations that are gone through to count those that differ. */
    private static final long COUNTABLE = 100_000;

    /** A point that the user of the space chose by its coordinates, one for each axis. */
    static Map<String, JsonNode> at(Space space, Arm arm, double[] coordinates) {
        return space.choose(arm, parameter -> value(arm, parameter, coordinates));
    }

    @Override
    public List<Map<String, JsonNode>> first(Arm arm, long count) {
        return distinct(arm).limit(count).toList();
    }

    @Override
    public Map<String, JsonNode> point(Arm arm, long number) {
        return neverRepeats(arm)
                ? at(arm, sequence(arm).point(number))
                : distinct(arm).skip(number).findFirst().orElseThrow();
    }

    private Stream<Map<String, JsonNode>> distinct(Arm arm) {
        PointSequence sequence = sequence(arm);
        Stream<Map<String, JsonNode>> all =
                LongStream.range(0, Long.MAX_VALUE)
                        .mapToObj(number -> at(arm, sequence.point(number)));
        if (neverRepeats(arm)) {
            return all;
        }
        Set<Map<String, JsonNode>> seen = new HashSet<>();
        return all.filter(seen::add);
    }

    private static boolean neverRepeats(Arm arm) {
        return arm.axes().stream().anyMatch(Axis::tellsPointsApart);
    }

    private Map<String, JsonNode> at(Arm arm, double[] coordinates) {
        return at(space, arm, coordinates);
    }

    private static Optional<JsonNode> value(
            Arm arm, Hyperparameter parameter, double[] coordinates) {
        for (int i = 0; i < coordinates.length; i++) {
            if (arm.axes().get(i).hyperparameter().equals(parameter)) {
                return Optional.of(parameter.domain().at(coordinates[i]));
            }
        }
        return Optional.empty();
    }

    private PointSequence sequence(Arm arm) {
        int dimensions = arm.axes().size();
        return switch (search.algorithm()) {
            case QUASI_RANDOM, GAUSSIAN_PROCESS -> new QuasiRandom(search.seed(), dimensions);
            case RANDOM -> new UniformRandom(search.seed(), dimensions);
            case GRID -> grid(arm);
            case POINTS -> throw new IllegalStateException("explicit points need no sequence");
        };
    }

    private Grid grid(Arm arm) {
        return new Grid(
                arm.axes().stream()
                        .map(axis -> axis.hyperparameter().domain().grid(search.levels()))
                        .toList());
    }

    @Override
    public OptionalLong size(Arm arm) {
        boolean isGrid = search.algorithm() == Algorithm.GRID;
        long combinations = 1;
        for (Axis axis : arm.axes()) {
            OptionalLong size = axis.hyperparameter().domain().size();
            if (size.isEmpty() && !isGrid) {
                return OptionalLong.empty();
            }
            long factor = size.orElse(search.levels());
            if (Math.multiplyHigh(combinations, factor) != 0) {
                return OptionalLong.empty();
            }
            combinations *= factor;
        }
        boolean allDiffer = arm.axes().stream().allMatch(Axis::always);
        return allDiffer || combinations > COUNTABLE
                ? OptionalLong.of(combinations)
                : OptionalLong.of(counted(arm, combinations));
    }

    private long counted(Arm arm, long combinations) {
        Grid every = grid(arm);
        return LongStream.range(0, combinations)
                .mapToObj(number -> at(arm, every.point(number)))
                .distinct()
                .count();
    }
}
