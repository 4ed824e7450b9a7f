package etude.tuner.surrogate;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;

/**
 * Minimizes a smooth function within a box: limited-memory BFGS (Nocedal 1980) on the coordinates
 * that no bound holds, with a backtracking search along the projected step (Bertsekas 1982).
 *
 * @param low smallest value of each coordinate
 * @param high largest value of each coordinate
 * @param mostEvaluations of the function
 */
record BoxMinimizer(double[] low, double[] high, int mostEvaluations) {
    private static final int MEMORY = 8;
    private static final double SUFFICIENT = 1e-4;
    private static final int HALVINGS = 20;
    private static final double FLAT = 1e-7;
    private static final double NO_PROGRESS = 1e-10;

    /** A function with its gradient. */
    interface Smooth {
        /**
         * The value at a point.
         *
         * @param gradient filled with the derivatives by the coordinates
         */
        double at(double[] point, double[] gradient);
    }

    /** Where the search ended. */
    record Minimum(double[] point, double value) {}

    private record Step(double[] move, double[] change, double product) {}

    Minimum from(Smooth function, double[] start) {
        double[] x = clamped(start);
        double[] gradient = new double[x.length];
        double value = function.at(x, gradient);
        int evaluations = 1;
        Deque<Step> steps = new ArrayDeque<>();
        while (evaluations < mostEvaluations) {
            boolean[] held = held(x, gradient);
            double[] direction = direction(gradient, held, steps);
            double slope = dot(direction, gradient);
            if (slope >= 0) {
                steps.clear();
                direction = direction(gradient, held, steps);
                slope = dot(direction, gradient);
            }
            if (largest(direction) == 0 || freeGradient(gradient, held) < FLAT) {
                break;
            }
            double length = steps.isEmpty() ? Math.min(1, 0.2 / largest(direction)) : 1;
            double[] next = x;
            double[] nextGradient = new double[x.length];
            double nextValue = Double.NaN;
            boolean found = false;
            for (int h = 0; h < HALVINGS && !found && evaluations < mostEvaluations; h++) {
                next = clamped(moved(x, direction, length));
                nextValue = function.at(next, nextGradient);
                evaluations++;
                double expected = SUFFICIENT * dot(gradient, moved(next, x, -1));
                found = nextValue <= value + Math.min(0, expected);
                length /= 2;
            }
            if (!found) {
                break;
            }
            double gained = value - nextValue;
            remember(steps, moved(next, x, -1), moved(nextGradient, gradient, -1));
            x = next;
            gradient = nextGradient;
            value = nextValue;
            if (gained <= NO_PROGRESS * (1 + Math.abs(value))) {
                break;
            }
        }
        return new Minimum(x, value);
    }

    private static void remember(Deque<Step> steps, double[] move, double[] change) {
        double product = dot(move, change);
        if (product > 1e-12 * dot(change, change)) {
            steps.addLast(new Step(move, change, product));
            if (steps.size() > MEMORY) {
                steps.removeFirst();
            }
        }
    }

    /** Coordinates at a bound that the function would leave the box through. */
    private boolean[] held(double[] x, double[] gradient) {
        boolean[] held = new boolean[x.length];
        for (int i = 0; i < x.length; i++) {
            held[i] = (x[i] <= low[i] && gradient[i] > 0) || (x[i] >= high[i] && gradient[i] < 0);
        }
        return held;
    }

    /** The negative gradient, times what the last steps tell of the inverse Hessian. */
    private static double[] direction(double[] gradient, boolean[] held, Deque<Step> steps) {
        double[] q = gradient.clone();
        release(q, held);
        double[] weights = new double[steps.size()];
        int i = steps.size();
        for (Iterator<Step> newest = steps.descendingIterator(); newest.hasNext(); ) {
            Step step = newest.next();
            i--;
            weights[i] = dot(step.move(), q) / step.product();
            add(q, -weights[i], step.change());
        }
        if (!steps.isEmpty()) {
            Step last = steps.getLast();
            scale(q, last.product() / dot(last.change(), last.change()));
        }
        for (Step step : steps) {
            double correction = weights[i] - dot(step.change(), q) / step.product();
            add(q, correction, step.move());
            i++;
        }
        release(q, held);
        scale(q, -1);
        return q;
    }

    private static void release(double[] vector, boolean[] held) {
        for (int i = 0; i < vector.length; i++) {
            vector[i] = held[i] ? 0 : vector[i];
        }
    }

    private static double freeGradient(double[] gradient, boolean[] held) {
        double largest = 0;
        for (int i = 0; i < gradient.length; i++) {
            largest = held[i] ? largest : Math.max(largest, Math.abs(gradient[i]));
        }
        return largest;
    }

    private double[] clamped(double[] point) {
        double[] inside = point.clone();
        for (int i = 0; i < inside.length; i++) {
            inside[i] = Math.min(high[i], Math.max(low[i], inside[i]));
        }
        return inside;
    }

    private static double[] moved(double[] from, double[] direction, double length) {
        double[] moved = from.clone();
        add(moved, length, direction);
        return moved;
    }

    private static void add(double[] vector, double factor, double[] other) {
        for (int i = 0; i < vector.length; i++) {
            vector[i] += factor * other[i];
        }
    }

    private static void scale(double[] vector, double factor) {
        for (int i = 0; i < vector.length; i++) {
            vector[i] *= factor;
        }
    }

    private static double dot(double[] one, double[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += one[i] * other[i];
        }
        return sum;
    }

    private static double largest(double[] vector) {
        return Arrays.stream(vector).map(Math::abs).max().orElse(0);
    }
}
