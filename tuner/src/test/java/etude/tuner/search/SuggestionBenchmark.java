package etude.tuner.search;

import com.fasterxml.jackson.databind.JsonNode;
import etude.tuner.space.Origin;
import etude.tuner.space.Study;
import etude.tuner.space.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How long the choice of a point takes among 8 hyperparameters, by the number of trials that ended.
 */
final class SuggestionBenchmark {
    private static final int ROUNDS = 5;

    private SuggestionBenchmark() {}

    /** Prints a row for each number of trials. */
    public static void main(String[] words) {
        for (int trials : new int[] {50, 200, 500, 1000}) {
            for (boolean infeasible : new boolean[] {false, true}) {
                row(trials, infeasible);
            }
        }
    }

    private static void row(int trials, boolean infeasible) {
        Study study = TestFunction.MIXED.study("algorithm: gaussian_process", trials + 3);
        List<Known> known = new ArrayList<>();
        for (int number = 0; number < trials; number++) {
            // the planned points of a longer study, so that no time goes into choosing them
            Trial trial =
                    study.chosen(
                            study.trial(number),
                            study.sequence(study.arms().get(0), number),
                            new Origin.Planned());
            double x = number(trial, "x4");
            known.add(
                    Known.of(
                            trial,
                            infeasible && x + number(trial, "x5") > 1.4
                                    ? new Known.Result.Infeasible()
                                    : new Known.Result.Reached(
                                            TestFunction.MIXED
                                                            .at(study, trial.values())
                                                            .orElseThrow()
                                                    + 0.05 * Math.sin(1e4 * x))));
        }
        List<Double> fitted = new ArrayList<>();
        List<Double> kept = new ArrayList<>();
        List<Double> alone = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            Suggester suggester = new Suggester(study, study.arms().get(0), List.of());
            fitted.add(seconds(study, suggester, known, trials));
            Trial next = suggester.suggest(study.trial(trials), known);
            List<Known> more = new ArrayList<>(known);
            more.add(Known.of(next, new Known.Result.Reached(0.3)));
            kept.add(seconds(study, suggester, more, trials + 1));
            alone.add(
                    seconds(
                            study,
                            new Suggester(study, study.arms().get(0), List.of()),
                            more,
                            trials + 1));
        }
        System.out.printf(
                "| %d | %s | %.2f | %.2f | %.2f |%n",
                trials,
                infeasible ? "a third" : "none",
                median(kept),
                median(alone),
                median(fitted));
    }

    private static double number(Trial trial, String id) {
        return Optional.ofNullable(trial.values().get(id)).map(JsonNode::asDouble).orElseThrow();
    }

    private static double seconds(Study study, Suggester suggester, List<Known> known, int number) {
        long start = System.nanoTime();
        suggester.suggest(study.trial(number), known);
        return (System.nanoTime() - start) / 1e9;
    }

    private static double median(List<Double> seconds) {
        return seconds.stream().sorted().skip(seconds.size() / 2).findFirst().orElseThrow();
    }
}
