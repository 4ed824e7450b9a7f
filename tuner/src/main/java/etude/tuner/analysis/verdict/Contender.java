package etude.tuner.analysis.verdict;

import com.fasterxml.jackson.databind.JsonNode;
import etude.tuner.analysis.plot.IsolationPlot;
import etude.tuner.analysis.result.FeasibleTrial;
import etude.tuner.analysis.result.RerunResults;
import etude.tuner.analysis.result.StudyResults;
import etude.tuner.space.Arm;
import etude.tuner.space.Domain;
import etude.tuner.space.Hyperparameter;
import etude.tuner.space.Values;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One scientific value, or bucket of values, with its trials.
 *
 * @param label {@code adam}, or {@code use_decay=true} where the value alone says nothing
 * @param values the scientific values by path; none of a bucket
 */
public record Contender(String label, Map<String, JsonNode> values, StudyResults results) {
    /** As many infeasible trials and no other: with fewer that may be bad luck. */
    private static final int ENOUGH = 5;

    public Contender {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

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
                        .map(
                                group ->
                                        new Contender(
                                                path + group.getKey(),
                                                values(hyperparameter, group.getValue()),
                                                group.getValue())));
    }

    private static Map<String, JsonNode> values(Hyperparameter hyperparameter, StudyResults group) {
        return hyperparameter.domain() instanceof Domain.Listed
                ? group.trials()
                        .flatMap(trial -> trial.value(hyperparameter).stream())
                        .findFirst()
                        .map(value -> Map.of(hyperparameter.path(), value))
                        .orElse(Map.of())
                : Map.of();
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
        return new Contender(label, arm.scientific(), results.ofArm(arm.index()));
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

    /** Whether no rerun of its best settings says that they do not work with every seed. */
    boolean worksWithEverySeed() {
        return reruns().infeasible() == 0;
    }

    /** Whether its values are those of the base config. */
    boolean isBaseline() {
        Map<String, JsonNode> baseline = results.study().outline().baseline();
        return !values.isEmpty()
                && values.entrySet().stream()
                        .allMatch(
                                value ->
                                        Optional.ofNullable(baseline.get(value.getKey()))
                                                .map(Values::shortText)
                                                .filter(Values.shortText(value.getValue())::equals)
                                                .isPresent());
    }

    /** What its best settings reached with other seeds. */
    public RerunResults reruns() {
        return best().map(FeasibleTrial::trial)
                .map(results::reruns)
                .orElse(new RerunResults(new TreeMap<>(), 0));
    }
}
