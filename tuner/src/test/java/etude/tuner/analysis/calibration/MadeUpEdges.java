package etude.tuner.analysis.calibration;

import static etude.tuner.analysis.calibration.Surface.valley;

import etude.tuner.analysis.verdict.Topic;
import java.util.ArrayList;
import java.util.List;

/** Whether search spaces are large enough. */
final class MadeUpEdges {
    private MadeUpEdges() {}

    static List<MadeUp> all() {
        List<MadeUp> kinds = new ArrayList<>();
        for (int trials : new int[] {10, 20, 50}) {
            kinds.add(
                    faultless(
                            "%d trials, four hyperparameters, none of which matters"
                                    .formatted(trials),
                            Surface.of(trials, 4, p -> 0.05)));
        }
        for (int trials : new int[] {10, 20}) {
            kinds.add(
                    faultless(
                            "%d trials, four hyperparameters, one matters and is best inside"
                                    .formatted(trials),
                            Surface.of(trials, 4, p -> valley(p[0], 0.4))));
            kinds.add(
                    MadeUp.clear(
                            Topic.SPACE,
                            "%d trials, two hyperparameters, the best value of one lies below its range"
                                    .formatted(trials),
                            Surface.of(trials, 2, p -> valley(p[0], -0.3))::study));
        }
        kinds.add(
                faultless(
                        "two arms of 20 trials, two hyperparameters, 50,000 validation examples, seeds vary by 20 %",
                        Surface.of(20, 2, p -> valley(p[0], 0.5) + valley(p[1], 0.3))
                                .arms(2)
                                .examples(50_000)
                                .seeds(0.2)));
        kinds.add(
                faultless(
                        "20 trials, two hyperparameters, 200 validation examples",
                        Surface.of(20, 2, p -> valley(p[0], 0.3)).examples(200)));
        kinds.add(
                faultless(
                        "20 trials, one hyperparameter that does not matter below the middle of its range",
                        Surface.of(20, 1, p -> 0.05 + Math.max(0, p[0] - 0.5))));
        kinds.add(
                MadeUp.clear(
                        Topic.SPACE,
                        "10 trials, one hyperparameter, whose best value lies below its range",
                        Surface.of(10, 1, p -> valley(p[0], -0.3))::study));
        kinds.add(
                MadeUp.clear(
                        Topic.SPACE,
                        "two arms of 20 trials, the best value of one of two hyperparameters lies above its range",
                        Surface.of(20, 2, p -> valley(p[0], 1.3) + valley(p[1], 0.5)).arms(2)
                                ::study));
        return kinds;
    }

    private static MadeUp faultless(String kind, Surface surface) {
        return MadeUp.faultless(Topic.SPACE, kind, surface::study);
    }
}
