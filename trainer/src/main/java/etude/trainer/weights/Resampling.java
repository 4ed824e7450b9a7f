package etude.trainer.weights;

/**
 * How values at equal distances become as many others as are wanted, as PyTorch's {@code
 * interpolate} does it with {@code antialias=True} and {@code align_corners=False}, and so timm
 * with the positions of a vision transformer: each new value is a weighted mean of those around its
 * place, of more of them where fewer are wanted; at the ends, of those that are there.
 */
enum Resampling {
    LINEAR(1) {
        @Override
        double weight(double distance) {
            return Math.max(0, 1 - distance);
        }
    },
    /** The cubic convolution of Keys 1981 with a = -0.5. */
    BICUBIC(2) {
        @Override
        double weight(double distance) {
            if (distance < 1) {
                return ((2 - SHARPNESS) * distance - (3 - SHARPNESS)) * distance * distance + 1;
            }
            return distance < 2 ? SHARPNESS * (((5 - distance) * distance - 8) * distance + 4) : 0;
        }
    };

    /** -a, such that the derivative at 1 is a. */
    private static final double SHARPNESS = 0.5;

    private final int reach;

    Resampling(int reach) {
        this.reach = reach;
    }

    /**
     * The weight of a value.
     *
     * @param distance from it in steps, not negative
     */
    abstract double weight(double distance);

    /** The weights (to, from) of the old values in each new one; each row sums to 1. */
    double[][] weights(int from, int to) {
        double[][] weights = new double[to][from];
        double scale = (double) from / to;
        double stretch = Math.max(1, scale);
        for (int i = 0; i < to; i++) {
            double center = scale * (i + 0.5);
            int first = Math.max(0, (int) (center - reach * stretch + 0.5));
            int end = Math.min(from, (int) (center + reach * stretch + 0.5));
            double sum = 0;
            for (int j = first; j < end; j++) {
                weights[i][j] = weight(Math.abs(j + 0.5 - center) / stretch);
                sum += weights[i][j];
            }
            for (int j = first; j < end; j++) {
                weights[i][j] /= sum;
            }
        }
        return weights;
    }
}
