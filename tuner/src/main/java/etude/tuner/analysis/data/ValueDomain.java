package etude.tuner.analysis.data;

import etude.tuner.space.Scale;
import java.util.List;

/** Which values a hyperparameter may take, and where each lies between 0 and 1 on its scale. */
public sealed interface ValueDomain {
    /** Where a value lies, from 0 to 1. */
    double coordinate(Value value);

    /**
     * The numbers from min to max.
     *
     * @param whole whether only whole numbers are meant
     */
    record Range(Scale scale, double min, double max, boolean whole) implements ValueDomain {
        @Override
        public double coordinate(Value value) {
            if (value instanceof Value.Numeric numeric) {
                return coordinate(numeric.number());
            }
            throw new IllegalArgumentException("not a number: " + value.text());
        }

        /** The inverse of {@link #at}. */
        public double coordinate(double x) {
            return switch (scale) {
                case LINEAR -> (x - min) / (max - min);
                case LOG -> Math.log(x / min) / Math.log(max / min);
                case REVERSE_LOG -> 1 - Math.log((max + min - x) / min) / Math.log(max / min);
                case ONE_MINUS_LOG ->
                        Math.log((1 - x) / (1 - min)) / Math.log((1 - max) / (1 - min));
            };
        }

        /** The number at a coordinate, which may lie outside 0 to 1 to widen the range. */
        public double at(double u) {
            return switch (scale) {
                case LINEAR -> min + u * (max - min);
                case LOG -> min * Math.pow(max / min, u);
                case REVERSE_LOG -> max + min - min * Math.pow(max / min, 1 - u);
                case ONE_MINUS_LOG -> 1 - (1 - min) * Math.pow((1 - max) / (1 - min), u);
            };
        }

        /** How many values there are, when they are whole numbers. */
        public double wholeNumbers() {
            return max - min + 1;
        }
    }

    /** The values of a list; each has an equal share, in the order of the list. */
    record Choices(List<Value> values) implements ValueDomain {
        public Choices {
            values = List.copyOf(values);
        }

        /** The middle of the value's share. */
        @Override
        public double coordinate(Value value) {
            int index = values.indexOf(value);
            if (index < 0) {
                throw new IllegalArgumentException("not in the list: " + value.text());
            }
            return (index + 0.5) / values.size();
        }
    }
}
