package etude.tuner.surrogate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Gradients beside central differences. */
final class Gradients {
    private static final double STEP = 1e-5;

    private Gradients() {}

    static void require(BoxMinimizer.Smooth function, double[] point) {
        double[] gradient = new double[point.length];
        function.at(point, gradient);
        for (int i = 0; i < point.length; i++) {
            double[] above = point.clone();
            double[] below = point.clone();
            above[i] += STEP;
            below[i] -= STEP;
            double[] unused = new double[point.length];
            double expected =
                    (function.at(above, unused) - function.at(below, unused)) / (2 * STEP);
            assertThat(gradient[i])
                    .as("derivative %d", i)
                    .isEqualTo(expected, within(1e-6 * (1 + Math.abs(expected))));
        }
    }
}
