package etude.tuner.surrogate;

import java.util.List;

/**
 * The logarithm of the expected improvement on the lowest mean of a process, over its fantasies.
 *
 * @param lowest of each fantasy
 */
record Improvement(Regression process, double[] lowest) {
    static Improvement on(Regression process) {
        double[] lowest = new double[process.fantasies()];
        for (int f = 0; f < lowest.length; f++) {
            lowest[f] = process.lowest(f);
        }
        return new Improvement(process, lowest);
    }

    /** At many points. */
    double[] at(List<double[]> points) {
        double[][] halves = process.halves(points);
        double[] squares = new double[points.size()];
        double[][] means = new double[lowest.length][points.size()];
        for (int i = 0; i < halves.length; i++) {
            double[] row = halves[i];
            for (int c = 0; c < row.length; c++) {
                squares[c] += row[c] * row[c];
            }
            for (int f = 0; f < lowest.length; f++) {
                double known = process.half(f)[i];
                double[] into = means[f];
                for (int c = 0; c < row.length; c++) {
                    into[c] += known * row[c];
                }
            }
        }
        double[] logs = new double[points.size()];
        double[] each = new double[lowest.length];
        for (int c = 0; c < logs.length; c++) {
            double deviation = Math.sqrt(process.variance(squares[c]));
            for (int f = 0; f < lowest.length; f++) {
                each[f] = log(lowest[f] - process.mean() - means[f][c], deviation);
            }
            logs[c] = logMean(each);
        }
        return logs;
    }

    private static double log(double gain, double deviation) {
        return StrictMath.log(deviation) + StandardNormal.logImprovement(gain / deviation);
    }

    private static double logMean(double[] logs) {
        double largest = logs[0];
        for (double log : logs) {
            largest = Math.max(largest, log);
        }
        double sum = 0;
        for (double log : logs) {
            sum += StrictMath.exp(log - largest);
        }
        return largest + StrictMath.log(sum / logs.length);
    }

    /**
     * At one point.
     *
     * @param gradient the derivatives by its coordinates are added to
     */
    double at(double[] point, double[] gradient) {
        double[] half = process.half(point);
        double deviation = Math.sqrt(process.variance(Regression.dot(half, half)));
        double[] each = new double[lowest.length];
        double[] slopes = new double[lowest.length];
        double[] scores = new double[lowest.length];
        for (int f = 0; f < lowest.length; f++) {
            scores[f] = (lowest[f] - process.mean(f, half)) / deviation;
            each[f] = log(lowest[f] - process.mean(f, half), deviation);
            slopes[f] = StandardNormal.logImprovementSlope(scores[f]);
        }
        double log = logMean(each);
        double byDeviation = 0;
        double[] weights = process.secondHalf(half);
        double[] total = new double[weights.length];
        for (int f = 0; f < lowest.length; f++) {
            double share = StrictMath.exp(each[f] - log) / lowest.length;
            byDeviation += share * (1 - slopes[f] * scores[f]) / deviation;
            double byMean = share * slopes[f] / deviation;
            double[] known = process.weights(f);
            for (int i = 0; i < total.length; i++) {
                total[i] -= byMean * known[i];
            }
        }
        for (int i = 0; i < total.length; i++) {
            total[i] -= byDeviation / deviation * weights[i];
        }
        process.kernel().addGradient(point, process.points(), total, gradient);
        return log;
    }
}
