package etude.tuner.analysis.calibration;

import static etude.tuner.analysis.calibration.Surface.valley;

import etude.tuner.analysis.verdict.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Made-up studies about search spaces, infeasible trials and conclusions. */
final class MadeUpSpaces {
    private MadeUpSpaces() {}

    static List<MadeUp> all() {
        return Stream.of(MadeUpEdges.all(), points(), MadeUpFailures.all(), MadeUpConclusions.all())
                .flatMap(List::stream)
                .toList();
    }

    private static List<MadeUp> points() {
        List<MadeUp> kinds = new ArrayList<>();
        for (int examples : new int[] {200, 2000, 50_000}) {
            int trials = examples > 2000 ? 40 : 20;
            kinds.add(
                    MadeUp.faultless(
                            Topic.POINTS,
                            "%d trials, two hyperparameters, one matters, %d validation examples"
                                    .formatted(trials, examples),
                            Surface.of(trials, 2, p -> valley(p[0], 0.4)).examples(examples)
                                    ::study));
        }
        kinds.add(sparse("four hyperparameters that matter", 0.6, 50_000));
        kinds.add(sparse("four hyperparameters that matter twice as much", 1.2, 2000));
        kinds.add(
                MadeUp.faultless(
                        Topic.POINTS,
                        "two arms of 20 trials, nothing matters",
                        Surface.of(20, 3, p -> 0.1).arms(2)::study));
        return kinds;
    }

    private static MadeUp sparse(String hyperparameters, double slope, int examples) {
        return MadeUp.clear(
                Topic.POINTS,
                "10 trials, %s, %d validation examples".formatted(hyperparameters, examples),
                Surface.of(10, 4, p -> 0.02 + slope * bowl(p)).examples(examples)::study);
    }

    private static double bowl(double[] point) {
        double sum = 0;
        for (double x : point) {
            sum += (x - 0.45) * (x - 0.45);
        }
        return sum;
    }
}
