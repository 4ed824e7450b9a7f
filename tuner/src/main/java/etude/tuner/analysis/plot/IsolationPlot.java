package etude.tuner.analysis.plot;

import com.fasterxml.jackson.databind.JsonNode;
import etude.tuner.analysis.result.FeasibleTrial;
import etude.tuner.analysis.result.StudyResults;
import etude.tuner.analysis.statistics.BestOfDraws;
import etude.tuner.space.Domain.Range;
import etude.tuner.space.Hyperparameter;
import etude.tuner.space.Values;
import etude.tuner.text.Numbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The best objective for each value of a scientific hyperparameter, over all others (playbook,
 * "Detecting whether a change is useful with isolation plots"). A continuum is cut into buckets of
 * equal width on its scale.
 */
public record IsolationPlot(Hyperparameter hyperparameter, List<Point> points) {
    private static final int MOST_BUCKETS = 10;
    private static final int TRIALS_PER_BUCKET = 5;

    public IsolationPlot {
        points = List.copyOf(points);
    }

    static IsolationPlot of(StudyResults results, Hyperparameter hyperparameter) {
        Map<String, StudyResults> groups = groups(results, hyperparameter);
        int fewest = groups.values().stream().mapToInt(StudyResults::finished).min().orElse(0);
        List<Point> points = new ArrayList<>();
        groups.forEach((label, group) -> points.add(Point.of(label, group, fewest)));
        return new IsolationPlot(hyperparameter, points);
    }

    /** The finished trials of each value, or bucket of values, by its label, in order. */
    public static Map<String, StudyResults> groups(
            StudyResults results, Hyperparameter hyperparameter) {
        int parts = parts(results, hyperparameter);
        Map<Double, String> labels = new TreeMap<>();
        values(results, hyperparameter)
                .forEach(
                        value ->
                                labels.putIfAbsent(
                                        key(hyperparameter, value, parts),
                                        label(hyperparameter, value, parts)));
        Map<String, StudyResults> groups = new LinkedHashMap<>();
        labels.forEach(
                (key, label) ->
                        groups.put(
                                label,
                                results.where(
                                        trial ->
                                                trial.value(hyperparameter)
                                                        .filter(
                                                                v ->
                                                                        key(
                                                                                        hyperparameter,
                                                                                        v,
                                                                                        parts)
                                                                                == key)
                                                        .isPresent())));
        return groups;
    }

    private static Stream<JsonNode> values(StudyResults results, Hyperparameter hyperparameter) {
        return results.trials().flatMap(trial -> trial.value(hyperparameter).stream());
    }

    /** How many buckets; 0 where every value is a point of its own. */
    private static int parts(StudyResults results, Hyperparameter hyperparameter) {
        if (!(hyperparameter.domain() instanceof Range range)) {
            return 0;
        }
        double[] coordinates =
                values(results, hyperparameter).mapToDouble(range::coordinate).toArray();
        return IntStream.iterate(MOST_BUCKETS, parts -> parts > 1, parts -> parts - 1)
                .filter(parts -> filled(coordinates, parts))
                .findFirst()
                .orElse(1);
    }

    private static boolean filled(double[] coordinates, int parts) {
        int[] counts = new int[parts];
        for (double coordinate : coordinates) {
            counts[index(coordinate, parts)]++;
        }
        return Arrays.stream(counts).allMatch(count -> count >= TRIALS_PER_BUCKET);
    }

    private static int index(double coordinate, int parts) {
        return Math.max(0, Math.min(parts - 1, (int) (coordinate * parts)));
    }

    private static double key(Hyperparameter hyperparameter, JsonNode value, int parts) {
        double coordinate = hyperparameter.domain().coordinate(value);
        return parts == 0 ? coordinate : index(coordinate, parts);
    }

    private static String label(Hyperparameter hyperparameter, JsonNode value, int parts) {
        if (parts > 0 && hyperparameter.domain() instanceof Range range) {
            int index = index(range.coordinate(value), parts);
            return Numbers.text(range.extended((double) index / parts))
                    + " to "
                    + Numbers.text(range.extended((index + 1.0) / parts));
        }
        return Values.shortText(value);
    }

    /**
     * One scientific value, or bucket of values, with its nuisance hyperparameters optimized away.
     *
     * @param trials how many finished, infeasible ones included
     * @param infeasible how many of them
     * @param bestTrial its number
     * @param best its objective
     * @param atEqualCount the median best objective of as many trials as the point with the fewest
     *     has, drawn without replacement: what to compare when counts differ
     * @param searchLuck the 10-90 % range of the best of half the trials
     */
    public record Point(
            String label,
            int trials,
            int infeasible,
            OptionalInt bestTrial,
            OptionalDouble best,
            OptionalDouble atEqualCount,
            Luck searchLuck) {
        private static final double LOW = 0.1;
        private static final double HIGH = 0.9;

        /**
         * Two objectives, the better one first; empty where an infeasible trial would be the best
         * drawn, or with fewer than 2 trials.
         */
        public record Luck(OptionalDouble better, OptionalDouble worse) {}

        static Point of(String label, StudyResults group, int fewest) {
            double[] costs = group.costs();
            double equal =
                    fewest == 0
                            ? Double.POSITIVE_INFINITY
                            : BestOfDraws.withoutReplacement(costs, fewest, 0.5);
            return new Point(
                    label,
                    group.finished(),
                    group.infeasible().size(),
                    group.best().stream().mapToInt(r -> r.trial().number()).findFirst(),
                    group.best()
                            .map(FeasibleTrial::cost)
                            .map(group::objective)
                            .orElse(OptionalDouble.empty()),
                    group.objective(equal),
                    luck(group, costs));
        }

        private static Luck luck(StudyResults group, double[] costs) {
            if (costs.length < 2) {
                return new Luck(OptionalDouble.empty(), OptionalDouble.empty());
            }
            int half = costs.length / 2;
            return new Luck(
                    group.objective(BestOfDraws.withoutReplacement(costs, half, LOW)),
                    group.objective(BestOfDraws.withoutReplacement(costs, half, HIGH)));
        }
    }
}
