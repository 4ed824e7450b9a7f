package etude.trainer.schedule;

import etude.trainer.config.ResolvedDurations;
import etude.trainer.config.ScheduleConfig;
import java.util.List;

/**
 * How the learning rate falls once warmup and hold are over, as a factor of the base rate. Every
 * shape gives 1 at step 0.
 */
public sealed interface DecayShape {
    /**
     * The factor.
     *
     * @param step updates since the decay started, at least 0
     * @param steps updates of the whole decay, more than {@code step}
     */
    double at(long step, long steps);

    /** No decay. */
    record Constant() implements DecayShape {
        @Override
        public double at(long step, long steps) {
            return 1;
        }
    }

    /** {@code end + (1 - end) * (1 - progress)}. */
    record Linear(double end) implements DecayShape {
        @Override
        public double at(long step, long steps) {
            return end + (1 - end) * (1 - progress(step, steps));
        }
    }

    /**
     * {@code end + (1 - end) * (1 + cos(pi * progress)) / 2}, without restarts (Loshchilov and
     * Hutter 2017, arXiv:1608.03983).
     */
    record Cosine(double end) implements DecayShape {
        @Override
        public double at(long step, long steps) {
            return end + (1 - end) * (0.5 * (1 + Math.cos(Math.PI * progress(step, steps))));
        }
    }

    /** {@code end + (1 - end) * (1 - progress)^power}. */
    record Polynomial(double end, double power) implements DecayShape {
        @Override
        public double at(long step, long steps) {
            return end + (1 - end) * Math.pow(1 - progress(step, steps), power);
        }
    }

    /** {@code end^progress}, so {@code end} must be above 0. */
    record Exponential(double end) implements DecayShape {
        @Override
        public double at(long step, long steps) {
            return Math.pow(end, progress(step, steps));
        }
    }

    /**
     * {@code sqrt(timescale / (timescale + step))}: the schedule of Vaswani et al. 2017
     * (arXiv:1706.03762, section 5.3) where the time scale is the number of warmup steps. It does
     * not depend on the length of the run.
     */
    record InverseSqrt(long timescale) implements DecayShape {
        @Override
        public double at(long step, long steps) {
            return Math.sqrt(timescale / (double) (timescale + step));
        }
    }

    /** From step {@code boundaries[i]} on {@code factors[i]}; 1 before the first boundary. */
    record Piecewise(List<Long> boundaries, List<Double> factors) implements DecayShape {
        public Piecewise {
            boundaries = List.copyOf(boundaries);
            factors = List.copyOf(factors);
        }

        @Override
        public double at(long step, long steps) {
            double factor = 1;
            for (int i = 0; i < boundaries.size() && step >= boundaries.get(i); i++) {
                factor = factors.get(i);
            }
            return factor;
        }
    }

    private static double progress(long step, long steps) {
        return (double) step / steps;
    }

    /** The shape that a config names. */
    static DecayShape of(ScheduleConfig config, ResolvedDurations durations) {
        double end = config.endFactor();
        return switch (config.decay()) {
            case CONSTANT -> new Constant();
            case LINEAR -> new Linear(end);
            case COSINE -> new Cosine(end);
            case POLYNOMIAL ->
                    new Polynomial(end, config.power().orElse(ScheduleConfig.DEFAULT_POWER));
            case EXPONENTIAL -> new Exponential(end);
            case INVERSE_SQRT -> new InverseSqrt(durations.timescale());
            case PIECEWISE -> new Piecewise(durations.boundaries(), config.factors());
        };
    }
}
