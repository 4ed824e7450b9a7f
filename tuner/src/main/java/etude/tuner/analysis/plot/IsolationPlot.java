package etude.tuner.analysis.plot;

import com.fasterxml.jackson.databind.JsonNode;
import etude.tuner.analysis.result.FeasibleTrial;
import etude.tuner.analysis.result.InfeasibleTrial;
import etude.tuner.analysis.result.StudyResults;
import etude.tuner.record.TrialRecord;
import etude.tuner.space.Domain.Range;
import etude.tuner.space.Hyperparameter;
import etude.tuner.space.Values;
import etude.tuner.text.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The best objective for each value of a scientific hyperparameter, over all others (playbook,
 * "Detecting whether a change is useful with isolation plots"). A continuum is cut into buckets of
 * equal width on its scale.
 */
public record IsolationPlot(Hyperparameter hyperparameter, List<IsolationPoint> points) {
    private static final int TRIALS_PER_BUCKET = 5;

    public IsolationPlot {
        points = List.copyOf(points);
    }

    static IsolationPlot of(StudyResults results, Hyperparameter hyperparameter) {
        int parts = parts(results, hyperparameter);
        Map<Double, String> labels = new TreeMap<>();
        settings(results, hyperparameter)
                .forEach(
                        value ->
                                labels.putIfAbsent(
                                        key(hyperparameter, value, parts),
                                        label(hyperparameter, value, parts)));
        Map<Double, StudyResults> groups = new TreeMap<>();
        for (Double key : labels.keySet()) {
            Predicate<TrialRecord> mine =
                    trial ->
                            trial.value(hyperparameter)
                                    .filter(v -> key(hyperparameter, v, parts) == key)
                                    .isPresent();
            groups.put(key, restrict(results, mine));
        }
        int fewest = groups.values().stream().mapToInt(StudyResults::finished).min().orElse(0);
        List<IsolationPoint> points = new ArrayList<>();
        groups.forEach(
                (key, group) ->
                        points.add(IsolationPoint.of(labels.getOrDefault(key, ""), group, fewest)));
        return new IsolationPlot(hyperparameter, points);
    }

    private static Stream<JsonNode> settings(StudyResults results, Hyperparameter hyperparameter) {
        return Stream.concat(
                        results.feasible().stream().map(FeasibleTrial::trial),
                        results.infeasible().stream().map(InfeasibleTrial::trial))
                .flatMap(trial -> trial.value(hyperparameter).stream());
    }

    private static StudyResults restrict(StudyResults results, Predicate<TrialRecord> test) {
        return new StudyResults(
                results.study(),
                results.feasible().stream().filter(r -> test.test(r.trial())).toList(),
                results.infeasible().stream().filter(r -> test.test(r.trial())).toList());
    }

    /** How many buckets; 0 where every value is a point of its own. */
    private static int parts(StudyResults results, Hyperparameter hyperparameter) {
        if (!(hyperparameter.domain() instanceof Range range)) {
            return 0;
        }
        double[] coordinates =
                settings(results, hyperparameter).mapToDouble(range::coordinate).toArray();
        return Buckets.count(coordinates, TRIALS_PER_BUCKET);
    }

    private static double key(Hyperparameter hyperparameter, JsonNode value, int parts) {
        double coordinate = hyperparameter.domain().coordinate(value);
        return parts == 0 ? coordinate : Buckets.index(coordinate, parts);
    }

    private static String label(Hyperparameter hyperparameter, JsonNode value, int parts) {
        if (parts > 0 && hyperparameter.domain() instanceof Range range) {
            int index = Buckets.index(range.coordinate(value), parts);
            return Numbers.text(range.extended((double) index / parts))
                    + " to "
                    + Numbers.text(range.extended((index + 1.0) / parts));
        }
        return Values.shortText(value);
    }
}
