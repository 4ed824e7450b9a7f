package etude.tuner.analysis.headline;

import com.fasterxml.jackson.databind.JsonNode;
import etude.tuner.analysis.plot.IsolationPlot;
import etude.tuner.analysis.plot.Plots;
import etude.tuner.analysis.result.FeasibleTrial;
import etude.tuner.analysis.result.StudyResults;
import etude.tuner.analysis.result.Wording;
import etude.tuner.analysis.statistics.Noise;
import etude.tuner.record.Rerun;
import etude.tuner.record.StudyRecord;
import etude.tuner.space.Arm;
import etude.tuner.space.Domain;
import etude.tuner.space.Hyperparameter;
import etude.tuner.space.Values;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One scientific value that the goal asks about, with its nuisance hyperparameters optimized away.
 *
 * @param label {@code adam}, or {@code use_decay=true} where the value alone says nothing
 * @param finished how many trials it has that ended with a result, infeasible ones included
 * @param best empty where none of them is feasible
 */
record Contender(String label, int finished, Optional<FeasibleTrial> best) {
    /**
     * What it reached.
     *
     * @param cost of its best trial, or the mean over reruns
     */
    record Reached(String label, double cost, MeasurementNoise noise) {}

    /**
     * Of each question that a study asks: all arms, or each scientific hyperparameter by itself.
     */
    static List<List<Contender>> all(StudyResults results, Plots plots) {
        List<Arm> arms = results.study().outline().arms();
        return arms.size() > 1
                ? List.of(arms.stream().map(arm -> of(results, arm)).toList())
                : plots.isolations().stream()
                        .map(plot -> of(results, plot))
                        .filter(contenders -> contenders.size() > 1)
                        .toList();
    }

    private static Contender of(StudyResults results, Arm arm) {
        boolean several = arm.scientific().size() > 1;
        String label =
                arm.scientific().entrySet().stream()
                        .map(e -> label(e.getKey(), e.getValue(), several))
                        .collect(Collectors.joining(", "));
        StudyResults mine = results.ofArm(arm.index());
        return new Contender(label, mine.finished(), mine.best());
    }

    private static String label(String path, JsonNode value, boolean named) {
        return !named && value.isTextual() ? value.asText() : path + "=" + Values.shortText(value);
    }

    private static List<Contender> of(StudyResults results, IsolationPlot plot) {
        Hyperparameter hyperparameter = plot.hyperparameter();
        boolean words =
                hyperparameter.domain() instanceof Domain.Listed list
                        && list.values().stream().allMatch(JsonNode::isTextual);
        return plot.points().stream()
                .map(
                        point ->
                                new Contender(
                                        words
                                                ? point.label()
                                                : hyperparameter.path() + "=" + point.label(),
                                        point.trials(),
                                        trial(results, point.bestTrial().orElse(-1))))
                .toList();
    }

    private static Optional<FeasibleTrial> trial(StudyResults results, int number) {
        return results.feasible().stream()
                .filter(result -> result.trial().number() == number)
                .findFirst();
    }

    /** In the study, with one seed. */
    Optional<Reached> inTheStudy(StudyRecord study) {
        return best.map(
                found -> new Reached(label, found.cost(), MeasurementNoise.of(study, found)));
    }

    /** Over reruns of its best trial with other seeds, where there are two at least. */
    Optional<Reached> overReruns(StudyRecord study) {
        double[] costs = best.map(found -> rerunCosts(study, found)).orElse(new double[0]);
        return costs.length < 2
                ? Optional.empty()
                : Optional.of(
                        new Reached(
                                label,
                                Arrays.stream(costs).average().orElseThrow(),
                                MeasurementNoise.ofMean(
                                        Math.sqrt(Noise.variance(costs) / costs.length),
                                        "reruns with other seeds")));
    }

    private static double[] rerunCosts(StudyRecord study, FeasibleTrial best) {
        boolean less = Wording.of(study).less();
        return study.reruns().stream()
                .filter(rerun -> rerun.trial() == best.trial().number())
                .filter(rerun -> rerun.seed() != best.trial().seed())
                .mapToDouble(Rerun::objective)
                .map(objective -> less ? objective : -objective)
                .toArray();
    }
}
