package etude.tuner.search;

import etude.tuner.sequence.QuasiRandom;
import etude.tuner.space.Origin;
import etude.tuner.space.Study;
import etude.tuner.space.Trial;
import etude.tuner.surrogate.Prediction;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * How often the words on a model's intervals are wrong: on made-up studies, whose intervals are
 * checked on many points that the model never saw.
 */
final class CalibrationRates {
    private static final int STUDIES = 200;
    private static final int FRESH = 200;
    private static final double WIDTH = 1.6448536269514722;

    /** Intervals of 90 % that hold so many of fresh points are right. */
    private static final double RIGHT = 0.85;

    /** With fewer a reader is misled. */
    private static final double MISLEADING = 0.7;

    private CalibrationRates() {}

    /** Prints a row for each kind of objective and number of trials. */
    public static void main(String[] words) {
        for (int trials : new int[] {20, 40}) {
            row("smooth", trials, CalibrationRates::smooth);
            row("smooth, seeds of a tenth of its range", trials, r -> noisy(smooth(r), r, 0.1));
            row("with a cliff", trials, CalibrationRates::cliff);
        }
    }

    /** A function of two coordinates. */
    private interface Surface {
        double at(double x, double y);
    }

    private static Surface smooth(SplittableRandom random) {
        double a = 1 + 3 * random.nextDouble();
        double b = 1 + 3 * random.nextDouble();
        double u = random.nextDouble();
        double v = random.nextDouble();
        double joint = random.nextDouble();
        return (x, y) ->
                a * (x - u) * (x - u) + b * (y - v) * (y - v) + joint * Math.sin(4 * x + 3 * y);
    }

    private static Surface noisy(Surface surface, SplittableRandom random, double noise) {
        return (x, y) -> surface.at(x, y) + noise * random.nextGaussian();
    }

    private static Surface cliff(SplittableRandom random) {
        Surface smooth = smooth(random);
        double edge = 0.2 + 0.6 * random.nextDouble();
        return (x, y) -> smooth.at(x, y) + (x > edge ? 10 * x * x : 0);
    }

    private static void row(String name, int trials, Function<SplittableRandom, Surface> surfaces) {
        int right = 0;
        int falseAlarms = 0;
        int misleading = 0;
        int misses = 0;
        int unsure = 0;
        for (int number = 0; number < STUDIES; number++) {
            SplittableRandom random = new SplittableRandom(number);
            Surface surface = surfaces.apply(random);
            Study study =
                    TestFunction.BRANIN.study(
                            "algorithm: gaussian_process, seed: " + (number + 1), trials + 7);
            ArmModel model = model(study, surface, trials);
            Calibration.Judgement judgement = Calibration.of(model).judgement();
            double coverage = coverage(model, surface);
            boolean alarm = judgement == Calibration.Judgement.TOO_SURE;
            unsure += judgement == Calibration.Judgement.TOO_UNSURE ? 1 : 0;
            if (coverage >= RIGHT) {
                right++;
                falseAlarms += alarm ? 1 : 0;
            } else if (coverage < MISLEADING) {
                misleading++;
                misses += alarm ? 0 : 1;
            }
        }
        System.out.printf(
                "| %s | %d | %d | %s | %d | %s | %s |%n",
                name,
                trials,
                right,
                percent(falseAlarms, right),
                misleading,
                percent(misses, misleading),
                percent(unsure, STUDIES));
    }

    private static String percent(int count, int of) {
        return of == 0 ? "" : "%.1f %%".formatted(100.0 * count / of);
    }

    private static ArmModel model(Study study, Surface surface, int trials) {
        List<Known> known = new ArrayList<>();
        for (int i = 0; i < trials; i++) {
            double[] unit = study.sequence(study.arms().get(0), i);
            Trial trial = study.chosen(study.trial(i), unit, new Origin.Planned());
            known.add(Known.of(trial, new Known.Result.Reached(surface.at(unit[0], unit[1]))));
        }
        return new Suggester(study, study.arms().get(0), List.of()).model(known).orElseThrow();
    }

    private static double coverage(ArmModel model, Surface surface) {
        QuasiRandom fresh = new QuasiRandom(987, 2);
        double noise = model.objectiveBeliefs().noise();
        int inside = 0;
        for (int i = 0; i < FRESH; i++) {
            double[] point = fresh.point(i);
            Prediction value = model.objective().at(point);
            double reach = WIDTH * Math.sqrt(value.deviation() * value.deviation() + noise);
            double seen = model.warp().value(surface.at(point[0], point[1]));
            inside += Math.abs(seen - value.mean()) <= reach ? 1 : 0;
        }
        return (double) inside / FRESH;
    }
}
