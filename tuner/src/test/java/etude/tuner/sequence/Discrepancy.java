package etude.tuner.sequence;

/** How unevenly points fill the unit cube. */
final class Discrepancy {
    private Discrepancy() {}

    /**
     * The squared centred discrepancy of Hickernell (1998, A generalized discrepancy and quadrature
     * error bound, equation 3.9), which is what SciPy's {@code discrepancy(method="CD")} returns.
     */
    static double centred(double[][] points) {
        int n = points.length;
        int d = points[0].length;
        double single = 0;
        double pairs = 0;
        for (double[] x : points) {
            double product = 1;
            for (double c : x) {
                double a = Math.abs(c - 0.5);
                product *= 1 + 0.5 * a - 0.5 * a * a;
            }
            single += product;
            for (double[] y : points) {
                pairs += kernel(x, y);
            }
        }
        return Math.pow(13.0 / 12, d) - 2.0 / n * single + pairs / ((double) n * n);
    }

    private static double kernel(double[] x, double[] y) {
        double product = 1;
        for (int k = 0; k < x.length; k++) {
            product *=
                    1
                            + 0.5 * Math.abs(x[k] - 0.5)
                            + 0.5 * Math.abs(y[k] - 0.5)
                            - 0.5 * Math.abs(x[k] - y[k]);
        }
        return product;
    }
}
