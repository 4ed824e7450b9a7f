package etude.datasets.split;

import java.util.Arrays;

/**
 * Mean and variance of the columns of rows, by the method of Welford (1962), which does not cancel
 * when a column's mean is large; two of them are added as Chan, Golub and LeVeque (1979) do.
 */
final class ColumnMoments {
    private final double[] mean;
    private final double[] squares;
    private final boolean[] onlyZeroAndOne;
    private long rows;

    ColumnMoments(int columns) {
        mean = new double[columns];
        squares = new double[columns];
        onlyZeroAndOne = new boolean[columns];
        Arrays.fill(onlyZeroAndOne, true);
    }

    void add(float[] row) {
        rows++;
        for (int column = 0; column < mean.length; column++) {
            double value = row[column];
            double before = value - mean[column];
            mean[column] += before / rows;
            squares[column] += before * (value - mean[column]);
            onlyZeroAndOne[column] &= value == 0 || value == 1;
        }
    }

    /** Takes in the rows of other moments, which come after its own. */
    void add(ColumnMoments later) {
        long all = rows + later.rows;
        for (int column = 0; column < mean.length && later.rows > 0; column++) {
            double difference = later.mean[column] - mean[column];
            mean[column] += difference * later.rows / all;
            squares[column] +=
                    later.squares[column] + difference * difference * rows * later.rows / all;
            onlyZeroAndOne[column] &= later.onlyZeroAndOne[column];
        }
        rows = all;
    }

    double mean(int column) {
        return mean[column];
    }

    /** Of the rows themselves, not of what they are a sample of. */
    double variance(int column) {
        return squares[column] / rows;
    }

    boolean onlyZeroAndOne(int column) {
        return onlyZeroAndOne[column];
    }
}
