package etude.datasets.encoding;

import etude.datasets.Features;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

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
     * @param targetPosition where it stands among the columns of the training file, from 0
     */
    record Table(List<Column> columns, String target, int targetPosition) implements Encoding {
        public Table {
            columns = List.copyOf(columns);
        }

        @Override
        public Features features() {
            return new Features.Vector(columns.stream().mapToInt(Column::width).sum());
        }

        /** The names of all columns of the training file, in its order. */
        public List<String> header() {
            List<String> names = new ArrayList<>(columns.stream().map(Column::name).toList());
            names.add(targetPosition, target);
            return List.copyOf(names);
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
         * @param value the number, or the place of the category among all
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
                into[at + (int) value] = 1;
            }
        }
    }
}
