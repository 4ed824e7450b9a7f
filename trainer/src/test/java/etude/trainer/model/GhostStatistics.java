package etude.trainer.model;

import java.util.ArrayList;
import java.util.List;

/**
 * Ghost batch normalization by its definition, in double precision: the reference of the tests.
 *
 * @param x inputs in the order (N, C, pixels)
 */
record GhostStatistics(double[] x, int batch, int channels, int virtual) {
    static final float SCALE = 1.5f;
    static final float SHIFT = -0.5f;
    private static final double EPSILON = 1e-5;
    private static final double MOMENTUM = 0.1;

    /** Examples {@code firstOutput} to {@code end} normalised by those from {@code first} on. */
    private record Group(int first, int firstOutput, int end) {}

    /** Gradients of the sum of the outputs times a weighting. */
    record Gradients(double[] input, double[] scale, double[] shift) {}

    private List<Group> groups() {
        List<Group> groups = new ArrayList<>();
        int full = batch / virtual * virtual;
        for (int first = 0; first < full; first += virtual) {
            groups.add(new Group(first, first, first + virtual));
        }
        if (full < batch) {
            groups.add(new Group(batch - virtual, full, batch));
        }
        return groups;
    }

    private int pixels() {
        return x.length / batch / channels;
    }

    private int at(int example, int channel, int pixel) {
        return (example * channels + channel) * pixels() + pixel;
    }

    private double mean(Group group, int channel) {
        double sum = 0;
        for (int n = group.first(); n < group.end(); n++) {
            for (int p = 0; p < pixels(); p++) {
                sum += x[at(n, channel, p)];
            }
        }
        return sum / count();
    }

    private double variance(Group group, int channel) {
        double mean = mean(group, channel);
        double sum = 0;
        for (int n = group.first(); n < group.end(); n++) {
            for (int p = 0; p < pixels(); p++) {
                sum += Math.pow(x[at(n, channel, p)] - mean, 2);
            }
        }
        return sum / count();
    }

    private double count() {
        return virtual * (double) pixels();
    }

    private double deviation(Group group, int channel) {
        return Math.sqrt(variance(group, channel) + EPSILON);
    }

    double[] output() {
        double[] output = new double[x.length];
        for (Group group : groups()) {
            for (int c = 0; c < channels; c++) {
                double mean = mean(group, c);
                double deviation = deviation(group, c);
                for (int n = group.firstOutput(); n < group.end(); n++) {
                    for (int p = 0; p < pixels(); p++) {
                        int i = at(n, c, p);
                        output[i] = SCALE * (x[i] - mean) / deviation + SHIFT;
                    }
                }
            }
        }
        return output;
    }

    /**
     * With z the normalised input of a group and g the weighting, zero where the group gives no
     * output: the gradient of x is scale / deviation * (g - mean(g) - z * mean(g * z)).
     */
    Gradients gradients(double[] weighting) {
        Gradients result =
                new Gradients(new double[x.length], new double[channels], new double[channels]);
        for (Group group : groups()) {
            for (int c = 0; c < channels; c++) {
                accumulate(group, c, weighting, result);
            }
        }
        return result;
    }

    private void accumulate(Group group, int c, double[] weighting, Gradients result) {
        double mean = mean(group, c);
        double deviation = deviation(group, c);
        double sum = 0;
        double sumWithInput = 0;
        for (int n = group.firstOutput(); n < group.end(); n++) {
            for (int p = 0; p < pixels(); p++) {
                int i = at(n, c, p);
                sum += weighting[i];
                sumWithInput += weighting[i] * (x[i] - mean) / deviation;
            }
        }
        result.shift()[c] += sum;
        result.scale()[c] += sumWithInput;
        for (int n = group.first(); n < group.end(); n++) {
            for (int p = 0; p < pixels(); p++) {
                int i = at(n, c, p);
                double own = n >= group.firstOutput() ? weighting[i] : 0;
                double normalised = (x[i] - mean) / deviation;
                result.input()[i] +=
                        SCALE
                                / deviation
                                * (own - sum / count() - normalised * sumWithInput / count());
            }
        }
    }

    double[] runningMean() {
        double[] result = new double[channels];
        for (int c = 0; c < channels; c++) {
            for (Group group : fullGroups()) {
                result[c] += MOMENTUM * mean(group, c) / fullGroups().size();
            }
        }
        return result;
    }

    double[] runningVariance() {
        double[] result = new double[channels];
        for (int c = 0; c < channels; c++) {
            result[c] = 1 - MOMENTUM;
            for (Group group : fullGroups()) {
                double unbiased = variance(group, c) * count() / (count() - 1);
                result[c] += MOMENTUM * unbiased / fullGroups().size();
            }
        }
        return result;
    }

    private List<Group> fullGroups() {
        return groups().subList(0, batch / virtual);
    }
}
