package etude.tuner.analysis.calibration;

import static etude.tuner.analysis.calibration.Surface.valley;

import etude.tuner.analysis.SyntheticStudy;
import etude.tuner.analysis.calibration.MadeUp.Wrong;
import etude.tuner.analysis.verdict.Answer;
import etude.tuner.analysis.verdict.Topic;
import etude.tuner.record.StudyRecord;
import etude.tuner.space.Role;
import etude.tuner.store.Infeasible;
import etude.tuner.text.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import java.util.function.Predicate;

/** Infeasible trials, and instability above the best learning rate. */
final class MadeUpFailures {
    private static final Infeasible DIVERGED = new Infeasible.Diverged(7);
    private static final Surface FLAT = Surface.of(20, 2, p -> 0.1);

    private MadeUpFailures() {}

    static List<MadeUp> all() {
        List<MadeUp> kinds = new ArrayList<>();
        for (int trials : new int[] {10, 20, 40}) {
            kinds.add(
                    MadeUp.faultless(
                            Topic.INFEASIBLE,
                            "%d trials, 5 %% of all trials diverge".formatted(trials),
                            diverging(Surface.of(trials, 2, p -> 0.1), (p, r) -> r < 0.05)));
        }
        for (int hyperparameters : new int[] {1, 3}) {
            kinds.add(
                    new MadeUp(
                            Topic.INFEASIBLE,
                            "20 trials, %s, 30 %% of all trials diverge: a region is named"
                                    .formatted(Numbers.count(hyperparameters, "hyperparameter")),
                            Wrong.FALSE_ALARM,
                            0.05,
                            diverging(Surface.of(20, hyperparameters, p -> 0.1), (p, r) -> r < 0.3),
                            says(" lie where ")));
        }
        kinds.add(
                region(
                        "20 trials, two hyperparameters, both ends of one diverge: not both are named",
                        diverging(FLAT, (p, r) -> p[0] < 0.22 || p[0] > 0.84),
                        says("h0 is below").and(says("h0 is above"))));
        kinds.add(
                region(
                        "20 trials, two hyperparameters, one end of one and 5 % of the others diverge: it is not named",
                        diverging(FLAT, (p, r) -> p[0] > 0.75 || r < 0.05), says("h0 is above")));
        kinds.add(
                region(
                        "20 trials, one choice of four diverges: it is not named",
                        MadeUpFailures::choice,
                        says("activation is tanh")));
        kinds.add(
                region(
                        "40 trials, 17 of which learn nothing at both ends of the rate: not both are named",
                        MadeUpFailures::learningNothing,
                        says("h0 is below").and(says("h0 is above"))));
        kinds.add(
                MadeUp.faultless(
                        Topic.STABLE_ABOVE_BEST_RATE,
                        "20 trials, the best rate is an eighth of those that diverge",
                        rates(Surface.of(20, 2, p -> valley(p[0], 0.4)), (p, r) -> p[0] > 0.7)));
        kinds.add(
                MadeUp.faultless(
                        Topic.STABLE_ABOVE_BEST_RATE,
                        "two arms of 20 trials, 20 % of all trials diverge",
                        rates(
                                Surface.of(20, 2, p -> valley(p[0], 0.4)).arms(2),
                                (p, r) -> r < 0.2)));
        kinds.add(
                MadeUp.clear(
                        Topic.STABLE_ABOVE_BEST_RATE,
                        "20 trials, the error falls up to rates that diverge",
                        rates(Surface.of(20, 2, p -> valley(p[0], 0.8)), (p, r) -> p[0] > 0.6)));
        return kinds;
    }

    private interface Diverges {
        boolean test(double[] point, double random);
    }

    private static LongFunction<StudyRecord> diverging(Surface surface, Diverges where) {
        return seed ->
                surface.study(
                                seed,
                                (run, point, measured, random) ->
                                        where.test(point, random.nextDouble())
                                                ? run.infeasible(DIVERGED)
                                                : run.errors(0.9, measured))
                        .data();
    }

    /** The first hyperparameter is the learning rate. */
    private static LongFunction<StudyRecord> rates(Surface surface, Diverges where) {
        return seed ->
                surface.study(
                                seed,
                                (run, point, measured, random) -> {
                                    run.learningRate(Math.pow(10, -3 + 3 * point[0]));
                                    return where.test(point, random.nextDouble())
                                            ? run.infeasible(DIVERGED)
                                            : run.errors(0.9, measured);
                                })
                        .data();
    }

    private static StudyRecord choice(long seed) {
        List<String> choices = List.of("relu", "gelu", "tanh", "silu");
        SyntheticStudy study =
                FLAT.study(
                        seed,
                        (run, point, measured, random) -> {
                            int choice = (int) (4 * point[1]);
                            run.with("activation", choices.get(choice));
                            return choice == 2
                                    ? run.infeasible(DIVERGED)
                                    : run.errors(0.9, measured);
                        });
        return study.choices("activation", Role.NUISANCE, choices.toArray(String[]::new)).data();
    }

    /** The loss of a constant prediction, ln 10, less what was learned. */
    private static StudyRecord learningNothing(long seed) {
        return Surface.of(40, 1, p -> p[0] < 0.25 || p[0] > 0.82 ? 0.8 : 0.1)
                .study(
                        seed,
                        (run, point, measured, random) ->
                                run.errors(0.9, measured)
                                        .trainLosses(
                                                2.5,
                                                measured > 0.5
                                                        ? 2.2 + 0.1 * random.nextDouble()
                                                        : 0.3 + 0.3 * random.nextDouble()))
                .data();
    }

    private static MadeUp region(
            String kind, LongFunction<StudyRecord> study, Predicate<List<Answer>> named) {
        return new MadeUp(Topic.INFEASIBLE, kind, Wrong.MISS, 0.1, study, named.negate());
    }

    private static Predicate<List<Answer>> says(String words) {
        return answers -> answers.stream().anyMatch(a -> a.sentence().contains(words));
    }
}
