package etude.datasets.encoding;

import etude.datasets.Features;
import etude.datasets.config.ColumnConfig.DateOrder;
import etude.datasets.config.ColumnConfig.Impute;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** How the examples of one data set are written into a batch, per kind of data. */
public sealed interface Encoding {
    /** The shape that an example has in a batch. */
    Features features();

    /**
     * Decoded pictures, as bytes.
     *
     * @param fit how a picture of another size becomes one of this shape
     */
    record Images(Features.Image shape, ImageFit fit) implements Encoding {
        @Override
        public Features features() {
            return shape;
        }
    }

    /**
     * Rows of a table: what each of its columns but the target becomes, one after the other.
     *
     * @param columns those that are read, in the order of the training file
     * @param target the name of the column to predict
     * @param targetPosition where it stands among the columns of the training file that are read,
     *     from 0
     * @param separator between the labels of a cell of the target; empty where it holds one class
     *     or number, or where labels have columns of their own
     */
    record Table(
            List<Column> columns, String target, int targetPosition, Optional<String> separator)
            implements Encoding {
        public Table {
            columns = List.copyOf(columns);
        }

        /** A table without labels that are named in one cell. */
        public Table(List<Column> columns, String target, int targetPosition) {
            this(columns, target, targetPosition, Optional.empty());
        }

        @Override
        public Features features() {
            return new Features.Vector(columns.stream().mapToInt(Column::width).sum());
        }

        /** Whether every missing value has what stands for it. */
        public boolean isComplete() {
            return columns.stream()
                    .noneMatch(c -> c instanceof Column.Imputed imputed && !imputed.isComplete());
        }
    }

    /** Windows of a text. */
    record Text(Vocabulary vocabulary, int contextLength) implements Encoding {
        @Override
        public Features features() {
            return new Features.Tokens(contextLength, vocabulary.size());
        }
    }

    /** What one column of a table becomes. */
    sealed interface Column {
        String name();

        /** Numbers that one cell becomes. */
        int width();

        /**
         * Writes what a cell becomes.
         *
         * @param value the number, the days of a date since the beginning of 1970, or the place of
         *     the category among all; NaN where it is missing
         * @param into the features of a row, from {@code at} on
         */
        void write(double value, float[] into, int at);

        /**
         * A number, less what its column lies around, since floats are dense around zero only.
         *
         * @param origin what is subtracted in float64, before the number is rounded to a float
         */
        record Numbers(String name, double origin) implements Column {
            @Override
            public int width() {
                return 1;
            }

            @Override
            public void write(double value, float[] into, int at) {
                into[at] = (float) (value - origin);
            }
        }

        /** A 1 in the place of the cell's category, and 0 in the others. */
        record Categories(String name, List<String> categories) implements Column {
            public Categories {
                categories = List.copyOf(categories);
            }

            @Override
            public int width() {
                return categories.size();
            }

            @Override
            public void write(double value, float[] into, int at) {
                Arrays.fill(into, at, at + width(), 0);
                if (!Double.isNaN(value)) {
                    into[at + (int) value] = 1;
                }
            }
        }

        /**
         * A day, or a moment of one: days since the beginning of 1970 less an origin, then sine and
         * cosine of its place in the year (of 365.2425 days) and in the week. All of a day that is
         * not known are NaN.
         *
         * @param origin what is subtracted in float64, before the days are rounded to a float
         * @param order in which the parts of a date are written
         */
        record Dates(String name, double origin, DateOrder order) implements Column {
            /** Days of a year of the Gregorian calendar, on the average. */
            public static final double YEAR = 365.2425;

            /** Days. */
            public static final double WEEK = 7;

            @Override
            public int width() {
                return 5;
            }

            @Override
            public void write(double days, float[] into, int at) {
                into[at] = (float) (days - origin);
                circle(days / YEAR, into, at + 1);
                circle(days / WEEK, into, at + 3);
            }

            private static void circle(double turns, float[] into, int at) {
                double angle = 2 * Math.PI * (turns - Math.floor(turns));
                into[at] = (float) StrictMath.sin(angle); // the same bits on every processor
                into[at + 1] = (float) StrictMath.cos(angle);
            }
        }

        /**
         * A column in which values may be missing: as numbers, they are NaN.
         *
         * @param column what its other values become
         * @param missing what stands in the file for a missing value
         * @param impute what stands in its place
         * @param fill the value that does, in the unit of the file, of categories its place; NaN
         *     while the training split has not said, and where missing ones are a category of their
         *     own
         */
        record Imputed(Column column, List<String> missing, Impute impute, double fill)
                implements Column {
            public Imputed {
                missing = List.copyOf(missing);
            }

            /** Whether {@link #write} says of a missing value what it will always say. */
            public boolean isComplete() {
                return column instanceof Categories || !Double.isNaN(fill);
            }

            /** Whether the last input tells that the value is missing. */
            public boolean hasIndicator() {
                return impute == Impute.INDICATOR;
            }

            /**
             * This column with a fill that is known.
             *
             * @param statistic of the first input, as a batch holds it: less the column's origin
             */
            public Imputed filled(double statistic) {
                double origin =
                        column instanceof Numbers numbers
                                ? numbers.origin()
                                : ((Dates) column).origin();
                return new Imputed(column, missing, impute, origin + statistic);
            }

            @Override
            public String name() {
                return column.name();
            }

            @Override
            public int width() {
                return column.width() + (hasIndicator() ? 1 : 0);
            }

            @Override
            public void write(double value, float[] into, int at) {
                column.write(Double.isNaN(value) ? fill : value, into, at);
                if (hasIndicator()) {
                    into[at + column.width()] = Double.isNaN(value) ? 1 : 0;
                }
            }
        }
    }
}
