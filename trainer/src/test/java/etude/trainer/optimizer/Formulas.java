package etude.trainer.optimizer;

import etude.trainer.config.OptimizerConfig;
import etude.trainer.config.OptimizerConfig.Adam;
import etude.trainer.config.OptimizerConfig.AdamW;
import etude.trainer.config.OptimizerConfig.Momentum;
import etude.trainer.config.OptimizerConfig.NAdam;
import etude.trainer.config.OptimizerConfig.Nesterov;
import etude.trainer.config.OptimizerConfig.RmsProp;
import etude.trainer.config.OptimizerConfig.WeightDecayKind;
import etude.trainer.engine.Treatment;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.IntFunction;

/** The update rules one number at a time, as the playbook and the AdamW paper write them. */
public final class Formulas {
    private final double[] first;
    private final double[] second;

    private Formulas(OptimizerConfig config, int size) {
        first = new double[size];
        second = new double[size];
        Arrays.fill(second, config instanceof RmsProp ? 1 : 0);
    }

    /** The weights after some steps on the problem that {@link #gradient} defines. */
    static double[] run(
            OptimizerConfig config, double clip, double[] start, int decayed, int steps) {
        return run(
                config,
                clip,
                start,
                i -> Optional.of(new Treatment(1, i < decayed ? config.weightDecay() : 0)),
                steps);
    }

    /** Likewise, where not all are treated alike; none is what is frozen. */
    static double[] run(
            OptimizerConfig config,
            double clip,
            double[] start,
            IntFunction<Optional<Treatment>> treatments,
            int steps) {
        return run(config, clip, start, treatments, steps, Formulas::gradient);
    }

    /**
     * Likewise, on another problem.
     *
     * @param gradient at these weights, in this step
     */
    public static double[] run(
            OptimizerConfig config,
            double clip,
            double[] start,
            IntFunction<Optional<Treatment>> treatments,
            int steps,
            BiFunction<double[], Integer, double[]> gradient) {
        Formulas formulas = new Formulas(config, start.length);
        double[] w = start.clone();
        boolean l2 = config.weightDecayKind() == WeightDecayKind.L2;
        for (int step = 0; step < steps; step++) {
            double[] g = gradient.apply(w, step);
            double sum = 0;
            for (int i = 0; i < w.length; i++) {
                sum += treatments.apply(i).isPresent() ? g[i] * g[i] : 0;
            }
            double scale = Math.min(1, clip / Math.sqrt(sum));
            for (int i = 0; i < w.length; i++) {
                if (treatments.apply(i).isEmpty()) {
                    continue;
                }
                Treatment treatment = treatments.apply(i).get();
                double rate = treatment.learningRateScale() * rate(config, step);
                double decay = treatment.weightDecay() * w[i];
                double clipped = g[i] * scale + (l2 ? decay : 0);
                double shrink = l2 ? 0 : rate * decay;
                w[i] -= shrink + formulas.update(config, clipped, i, step + 1, rate);
            }
        }
        return w;
    }

    private double update(OptimizerConfig config, double g, int i, int t, double rate) {
        if (config instanceof Momentum rule) {
            first[i] = rule.momentum() * first[i] + g;
            return rate * first[i];
        }
        if (config instanceof Nesterov rule) {
            first[i] = rule.momentum() * first[i] + g;
            return rate * (rule.momentum() * first[i] + g);
        }
        if (config instanceof RmsProp rule) {
            second[i] = rule.rho() * second[i] + (1 - rule.rho()) * g * g;
            first[i] =
                    rule.momentum() * first[i] + rate / Math.sqrt(second[i] + rule.epsilon()) * g;
            return first[i];
        }
        if (config instanceof Adam rule) {
            average(rule.beta1(), rule.beta2(), g, i);
            double b = correction(rule.beta1(), rule.beta2(), t);
            return rate * first[i] / (Math.sqrt(second[i]) + rule.epsilon()) * b;
        }
        if (config instanceof NAdam rule) {
            average(rule.beta1(), rule.beta2(), g, i);
            double b = correction(rule.beta1(), rule.beta2(), t);
            double ahead = rule.beta1() * first[i] + (1 - rule.beta1()) * g;
            return rate * ahead / (Math.sqrt(second[i]) + rule.epsilon()) * b;
        }
        if (config instanceof AdamW rule) {
            average(rule.beta1(), rule.beta2(), g, i);
            double mean = first[i] / (1 - Math.pow(rule.beta1(), t));
            double meanSquare = second[i] / (1 - Math.pow(rule.beta2(), t));
            return rate * mean / (Math.sqrt(meanSquare) + rule.epsilon());
        }
        return rate * g;
    }

    private void average(double beta1, double beta2, double g, int i) {
        first[i] = beta1 * first[i] + (1 - beta1) * g;
        second[i] = beta2 * second[i] + (1 - beta2) * g * g;
    }

    private static double correction(double beta1, double beta2, int t) {
        return Math.sqrt(1 - Math.pow(beta2, t)) / (1 - Math.pow(beta1, t));
    }

    /** A learning rate that changes, so that a rule with the rate in the wrong place fails. */
    public static double rate(OptimizerConfig config, int step) {
        return config.learningRate() * (1 - step / 50.0);
    }

    /** Gradient of a badly conditioned quadratic with a wobble. */
    static double[] gradient(double[] w, int step) {
        double[] g = new double[w.length];
        for (int i = 0; i < w.length; i++) {
            g[i] = (1 + i % 7) * w[i] + 0.1 * Math.sin(step + i);
        }
        return g;
    }
}
