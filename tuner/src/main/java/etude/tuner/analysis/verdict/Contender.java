package etude.tuner.analysis.verdict;

import com.fasterxml.jackson.databind.JsonNode;
import etude.tuner.analysis.plot.IsolationPlot;
import etude.tuner.analysis.result.FeasibleTrial;
import etude.tuner.analysis.result.StudyResults;
import etude.tuner.record.Rerun;
import etude.tuner.space.Arm;
import etude.tuner.space.Domain;
import etude.tuner.space.Hyperparameter;
import etude.tuner.space.Values;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One scientific value, or bucket of values, with its trials.
 *
 * @param label {@code adam}, or {@code use_decay=true} where the value alone says nothing
 */
public record Contender(String label, StudyResults results) {
    /** As many infeasible trials and no other: with fewer that may be bad luck. */
    private static final int ENOUGH = 5;

    /** The arms of a study, best first. */
    static List<Contender> ofArms(StudyResults results) {
        return bestFirst(results.study().outline().arms().stream().map(arm -> of(results, arm)));
    }

    /** The values of a scientific hyperparameter, or buckets of them, best first. */
    static List<Contender> of(StudyResults results, Hyperparameter hyperparameter) {
        boolean words =
                hyperparameter.domain() instanceof Domain.Listed list
                        && list.values().stream().allMatch(JsonNode::isTextual);
        String path = words ? "" : hyperparameter.path() + "=";
        return bestFirst(
                IsolationPlot.groups(results, hyperparameter).entrySet().stream()
                        .map(group -> new Contender(path + group.getKey(), group.getValue())));
    }

    private static List<Contender> bestFirst(Stream<Contender> contenders) {
        return contenders.sorted(Comparator.comparingDouble(Contender::cost)).toList();
    }

    private double cost() {
        return best().map(FeasibleTrial::cost).orElse(Double.POSITIVE_INFINITY);
    }

    private static Contender of(StudyResults results, Arm arm) {
        boolean several = arm.scientific().size() > 1;
        String label =
                arm.scientific().entrySet().stream()
                        .map(e -> label(e.getKey(), e.getValue(), several))
                        .collect(Collectors.joining(", "));
        return new Contender(label, results.ofArm(arm.index()));
    }

    private static String label(String path, JsonNode value, boolean named) {
        return !named && value.isTextual() ? value.asText() : path + "=" + Values.shortText(value);
    }

    /** Its best trial; empty where none is feasible. */
    public Optional<FeasibleTrial> best() {
        return results.best();
    }

    /** Whether it was tried often enough to say that it does not train. */
    public boolean neverTrains() {
        return results.feasible().isEmpty() && results.infeasible().size() >= ENOUGH;
    }

    /** The costs of its best settings, trained again with other seeds. */
    double[] reruns() {
        return best().map(FeasibleTrial::trial).stream()
                .flatMap(
                        trial ->
                                results.study().reruns().stream()
                                        .filter(r -> r.trial() == trial.number())
                                        .filter(r -> r.seed() != trial.seed()))
                .map(Rerun::objective)
                .mapToDouble(results::cost)
                .toArray();
    }
}
