package etude.tuner.surrogate;

/**
 * What is believed of the logarithm of a parameter before any data: normal about a center.
 *
 * @param low the smallest logarithm that a fit may find
 * @param high the largest
 */
record Prior(double center, double deviation, double low, double high) {
    /**
     * Of length scales in a unit cube: the distance of two points grows with the root of its
     * dimensions, and with it what is called long (Hvarfner, Hellsten and Nardi 2024,
     * arXiv:2402.02229, whose log-normal prior has this mode and deviation).
     */
    static Prior lengthScale(int dimensions) {
        return new Prior(
                Math.sqrt(2) - 3 + StrictMath.log(dimensions) / 2,
                Math.sqrt(3),
                StrictMath.log(0.02),
                StrictMath.log(100));
    }

    /** Of the variance of standardized values about their mean. */
    static Prior variance() {
        return new Prior(0, 1, StrictMath.log(0.05), StrictMath.log(100));
    }

    /** Of the variance of the noise of standardized values: seeds alone move most trainings. */
    static Prior noise() {
        return new Prior(StrictMath.log(1e-2), 2, StrictMath.log(1e-6), StrictMath.log(2));
    }

    double penalty(double logarithm) {
        double z = (logarithm - center) / deviation;
        return z * z / 2;
    }

    double slope(double logarithm) {
        return (logarithm - center) / (deviation * deviation);
    }
}
