package etude.tuner.analysis.statistics;

/**
 * Fits a sum of given curves to another by least squares, by the normal equations. A curve that the
 * others already make up, such as a sine that is 0 everywhere, gets no weight.
 */
final class LeastSquares {
    /** What is left of a curve after the others are taken away, relative to it. */
    private static final double NOTHING = 1e-9;

    private final double[][] curves;
    private final int from;
    private final int to;

    /**
     * @param curves one array for each, of equal length
     * @param from first place that is fitted
     * @param to behind the last
     */
    LeastSquares(double[][] curves, int from, int to) {
        this.curves = curves;
        this.from = from;
        this.to = to;
    }

    /** What the fit says at every place, also where nothing was fitted. */
    double[] predicted(double[] values) {
        double[] weights = weights(values);
        double[] predicted = new double[values.length];
        for (int c = 0; c < curves.length; c++) {
            for (int i = 0; i < values.length; i++) {
                predicted[i] += weights[c] * curves[c][i];
            }
        }
        return predicted;
    }

    /** What the fit leaves over. */
    double[] rest(double[] values) {
        double[] rest = predicted(values);
        for (int i = 0; i < values.length; i++) {
            rest[i] = values[i] - rest[i];
        }
        return rest;
    }

    /** Gauss-Jordan on the symmetric products, each pivot on the diagonal. */
    private double[] weights(double[] values) {
        int count = curves.length;
        double[][] rows = new double[count][count + 1];
        for (int r = 0; r < count; r++) {
            for (int c = 0; c < count; c++) {
                rows[r][c] = product(curves[r], curves[c]);
            }
            rows[r][count] = product(curves[r], values);
        }
        double[] weights = new double[count];
        boolean[] used = new boolean[count];
        for (int pivot = 0; pivot < count; pivot++) {
            used[pivot] = rows[pivot][pivot] > NOTHING * (to - from);
            if (used[pivot]) {
                eliminate(rows, pivot);
            }
        }
        for (int r = 0; r < count; r++) {
            weights[r] = used[r] ? rows[r][count] / rows[r][r] : 0;
        }
        return weights;
    }

    private static void eliminate(double[][] rows, int pivot) {
        for (int r = 0; r < rows.length; r++) {
            double factor = rows[r][pivot] / rows[pivot][pivot];
            for (int c = 0; r != pivot && c < rows[r].length; c++) {
                rows[r][c] -= factor * rows[pivot][c];
            }
        }
    }

    private double product(double[] a, double[] b) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
