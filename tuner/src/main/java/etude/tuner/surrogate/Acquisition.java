package etude.tuner.surrogate;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a further point is worth: the logarithm of the expected improvement (Ament et al. 2023,
 * arXiv:2310.20708) plus that of the probability that the point is feasible (Gelbart, Snoek and
 * Adams 2014, arXiv:1403.5607).
 */
public final class Acquisition {
    private final Improvement improvement;
    private final Optional<Classification> feasibility;

    /**
     * @param feasibility empty where no point was infeasible yet
     */
    public Acquisition(Regression process, Optional<Classification> feasibility) {
        improvement = Improvement.on(process);
        this.feasibility = feasibility;
    }

    double[] at(List<double[]> points) {
        double[] values = improvement.at(points);
        feasibility.ifPresent(
                model -> {
                    double[] logs = model.logProbabilities(points);
                    Arrays.setAll(values, i -> values[i] + logs[i]);
                });
        return values;
    }

    /**
     * At one point.
     *
     * @param gradient filled with the derivatives by its coordinates
     */
    double at(double[] point, double[] gradient) {
        Arrays.fill(gradient, 0);
        double value = improvement.at(point, gradient);
        return feasibility
                .map(model -> value + model.logProbability(point, gradient))
                .orElse(value);
    }
}
