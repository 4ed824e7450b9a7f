package etude.tuner.space;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** The values that a hyperparameter may take, laid out over the unit interval. */
public sealed interface Domain {
    /** The value at a coordinate from 0 to 1. */
    JsonNode at(double coordinate);

    /**
     * Where a value lies, from 0 to 1 for those of the domain; {@link #at} leads back to the value.
     *
     * @throws IllegalArgumentException for a value that has no place here
     */
    double coordinate(JsonNode value);

    /** Whether a value that the user wrote is one of these. */
    boolean contains(JsonNode value);

    /** How many values there are; empty where they are a continuum. */
    OptionalLong size();

    /** The values that show whether all are valid: both ends, or each one of a list. */
    List<JsonNode> corners();

    /** A value between the ends, where there is a continuum: no whole number. */
    default Optional<JsonNode> inner() {
        return Optional.empty();
    }

    /**
     * Each value once.
     *
     * @throws IllegalStateException for a continuum
     */
    List<JsonNode> all();

    /**
     * The coordinates of a grid: every value, or so many of a continuum, ends included.
     *
     * @param count at least 2
     */
    double[] grid(int count);

    /** Numbers between two ends. */
    sealed interface Range extends Domain {
        Scale scale();

        /** The smallest number. */
        double low();

        /** The largest number. */
        double high();

        @Override
        default double coordinate(JsonNode value) {
            if (!value.isNumber()) {
                throw new IllegalArgumentException("not a number: " + value);
            }
            return scale().coordinate(value.asDouble(), low(), high());
        }

        /** The number at a coordinate, which may lie outside 0 to 1 to widen the range. */
        default double extended(double coordinate) {
            return scale().extended(coordinate, low(), high());
        }
    }

    /** All numbers from min to max. */
    record Interval(Scale scale, double low, double high) implements Range {
        @Override
        public JsonNode at(double coordinate) {
            return DoubleNode.valueOf(scale.at(coordinate, low, high));
        }

        @Override
        public boolean contains(JsonNode value) {
            return value.isNumber() && low <= value.asDouble() && value.asDouble() <= high;
        }

        @Override
        public OptionalLong size() {
            return OptionalLong.empty();
        }

        @Override
        public List<JsonNode> corners() {
            return List.of(DoubleNode.valueOf(low), DoubleNode.valueOf(high));
        }

        @Override
        public Optional<JsonNode> inner() {
            return Optional.of(at(1 / Math.PI));
        }

        @Override
        public List<JsonNode> all() {
            throw new IllegalStateException("a continuum has no list of values");
        }

        @Override
        public double[] grid(int count) {
            return IntStream.range(0, count).mapToDouble(i -> i / (count - 1.0)).toArray();
        }
    }

    /** The whole numbers from min to max; on a linear scale all have the same share. */
    record Whole(Scale scale, long min, long max) implements Range {
        @Override
        public double low() {
            return min;
        }

        @Override
        public double high() {
            return max;
        }

        @Override
        public JsonNode at(double coordinate) {
            double place = scale.at(coordinate, (double) min, max + 1.0);
            return LongNode.valueOf(Math.min(max, (long) Math.floor(place)));
        }

        @Override
        public boolean contains(JsonNode value) {
            return value.isIntegralNumber() && min <= value.asLong() && value.asLong() <= max;
        }

        @Override
        public OptionalLong size() {
            return OptionalLong.of(max - min + 1);
        }

        @Override
        public List<JsonNode> corners() {
            return List.of(LongNode.valueOf(min), LongNode.valueOf(max));
        }

        @Override
        public List<JsonNode> all() {
            return LongStream.rangeClosed(min, max).<JsonNode>mapToObj(LongNode::valueOf).toList();
        }

        /** One coordinate inside the share of each number. */
        @Override
        public double[] grid(int count) {
            Scale s = scale;
            return LongStream.rangeClosed(min, max)
                    .mapToDouble(number -> coordinate(s, number + 0.5))
                    .toArray();
        }

        private double coordinate(Scale s, double place) {
            double low = 0;
            double high = 1;
            for (int i = 0; i < 60; i++) {
                double middle = (low + high) / 2;
                if (s.at(middle, (double) min, max + 1.0) < place) {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            return high;
        }
    }

    /** The values of a list, numbers or not; all have the same share. */
    record Listed(List<JsonNode> values) implements Domain {
        public Listed {
            values = List.copyOf(values);
        }

        @Override
        public JsonNode at(double coordinate) {
            return values.get(Math.min(values.size() - 1, (int) (coordinate * values.size())));
        }

        /** The middle of the value's share. */
        @Override
        public double coordinate(JsonNode value) {
            return (indexOf(value) + 0.5) / values.size();
        }

        /**
         * The place of a value in the list, from 0.
         *
         * @throws IllegalArgumentException for another value
         */
        public int indexOf(JsonNode value) {
            return IntStream.range(0, values.size())
                    .filter(i -> Values.same(values.get(i), value))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("not in the list: " + value));
        }

        @Override
        public boolean contains(JsonNode value) {
            return values.stream().anyMatch(v -> Values.same(v, value));
        }

        @Override
        public OptionalLong size() {
            return OptionalLong.of(values.size());
        }

        @Override
        public List<JsonNode> corners() {
            return values;
        }

        @Override
        public List<JsonNode> all() {
            return values;
        }

        @Override
        public double[] grid(int count) {
            int size = values.size();
            return IntStream.range(0, size).mapToDouble(i -> (i + 0.5) / size).toArray();
        }
    }
}
