package etude.tuner.surrogate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The Cholesky factor of a covariance matrix, row by row: a further point adds a row and changes
 * none, so that a study that grows by a trial costs n^2 and not n^3. Each number is computed in the
 * same order however the rows came about, so it has the same bits.
 */
final class Factor {
    /** Points that nearly coincide would have no factor without it; in variances of the kernel. */
    static final double JITTER = 1e-10;

    private final Kernel kernel;
    private final double noise;
    private final List<double[]> points = new ArrayList<>();

    /** Row i has i + 1 numbers. */
    private final List<double[]> rows = new ArrayList<>();

    /**
     * Of no points yet.
     *
     * @param noise variance of each measurement
     */
    Factor(Kernel kernel, double noise) {
        this.kernel = kernel;
        this.noise = noise;
    }

    /** A factor of these points, with as many rows of this one as it can use. */
    Factor of(Kernel other, double otherNoise, List<double[]> wanted) {
        Factor factor = new Factor(other, otherNoise);
        if (kernel.equals(other) && noise == otherNoise) {
            int same = 0;
            while (same < Math.min(wanted.size(), points.size())
                    && Arrays.equals(wanted.get(same), points.get(same))) {
                same++;
            }
            factor.points.addAll(points.subList(0, same));
            factor.rows.addAll(rows.subList(0, same));
        }
        wanted.subList(factor.size(), wanted.size()).forEach(factor::add);
        return factor;
    }

    int size() {
        return points.size();
    }

    List<double[]> points() {
        return points;
    }

    Kernel kernel() {
        return kernel;
    }

    private void add(double[] point) {
        double[] row = Arrays.copyOf(halfSolved(kernel.withEach(point, points)), size() + 1);
        double rest = kernel.variance() * (1 + JITTER) + noise;
        for (int i = 0; i < size(); i++) {
            rest -= row[i] * row[i];
        }
        row[size()] = Math.sqrt(Math.max(rest, kernel.variance() * JITTER));
        points.add(point);
        rows.add(row);
    }

    /** L^-1 b. */
    double[] halfSolved(double[] b) {
        double[] x = b.clone();
        for (int i = 0; i < x.length; i++) {
            double[] row = rows.get(i);
            x[i] = (x[i] - dot(row, x, i)) / row[i];
        }
        return x;
    }

    /** Four sums, so that one addition need not wait for the other. */
    private static double dot(double[] row, double[] x, int count) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = 0;
        for (; i + 3 < count; i += 4) {
            a += row[i] * x[i];
            b += row[i + 1] * x[i + 1];
            c += row[i + 2] * x[i + 2];
            d += row[i + 3] * x[i + 3];
        }
        for (; i < count; i++) {
            a += row[i] * x[i];
        }
        return (a + b) + (c + d);
    }

    /** L^-T b, which takes L^-1 y to K^-1 y. */
    double[] secondHalfSolved(double[] b) {
        double[] x = b.clone();
        for (int i = x.length - 1; i >= 0; i--) {
            double[] row = rows.get(i);
            double value = x[i] / row[i];
            x[i] = value;
            for (int j = 0; j < i; j++) {
                x[j] -= value * row[j];
            }
        }
        return x;
    }

    /** L z for the first rows of L. */
    double[] times(double[] z) {
        double[] product = new double[z.length];
        for (int i = 0; i < z.length; i++) {
            product[i] = dot(rows.get(i), z, i + 1);
        }
        return product;
    }

    /** The diagonal of K^-1. */
    double[] inverseDiagonal() {
        int n = size();
        double[] diagonal = new double[n];
        double[] unit = new double[n];
        for (int i = 0; i < n; i++) {
            // column i of L^-1 is 0 above its place
            Arrays.fill(unit, 0);
            unit[i] = 1;
            double sum = 0;
            for (int j = i; j < n; j++) {
                double[] row = rows.get(j);
                double value = unit[j];
                for (int k = i; k < j; k++) {
                    value -= row[k] * unit[k];
                }
                unit[j] = value / row[j];
                sum += unit[j] * unit[j];
            }
            diagonal[i] = sum;
        }
        return diagonal;
    }

    /**
     * L^-1 applied to many right-hand sides at once, which takes a fraction of the time.
     *
     * @param columns row i has element i of each right-hand side; overwritten with the result
     */
    void halfSolve(double[][] columns) {
        for (int i = 0; i < columns.length; i++) {
            double[] row = rows.get(i);
            double[] into = columns[i];
            for (int k = 0; k < i; k++) {
                double[] from = columns[k];
                double factor = row[k];
                for (int c = 0; c < into.length; c++) {
                    into[c] -= factor * from[c];
                }
            }
            for (int c = 0; c < into.length; c++) {
                into[c] /= row[i];
            }
        }
    }
}
