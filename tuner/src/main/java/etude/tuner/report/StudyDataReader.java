package etude.tuner.report;

import com.fasterxml.jackson.databind.JsonNode;
import etude.trainer.metrics.Measurement;
import etude.tuner.analysis.data.ArmData;
import etude.tuner.analysis.data.Hyperparameter;
import etude.tuner.analysis.data.InfeasibleReason;
import etude.tuner.analysis.data.StudyData;
import etude.tuner.analysis.data.StudyDesign;
import etude.tuner.analysis.data.TrialData;
import etude.tuner.analysis.data.Value;
import etude.tuner.analysis.data.ValueDomain;
import etude.tuner.analysis.result.StudyResults;
import etude.tuner.analysis.result.TrialResult;
import etude.tuner.space.Arm;
import etude.tuner.space.Domain;
import etude.tuner.space.Parameter;
import etude.tuner.space.Study;
import etude.tuner.store.Evaluation;
import etude.tuner.store.Trial;
import etude.tuner.store.TrialEvaluation;
import etude.tuner.store.TrialState;
import etude.tuner.study.OpenStudy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Gathers what the analysis needs from a study's file, its store and its run directories. */
final class StudyDataReader {
    private static final int BEST = 3;

    private final OpenStudy open;
    private final Study study;
    private final Map<Parameter, Hyperparameter> hyperparameters = new LinkedHashMap<>();

    private StudyDataReader(OpenStudy open) {
        this.open = open;
        study = open.study();
        for (Parameter parameter : study.parameters()) {
            hyperparameters.put(parameter, hyperparameter(parameter));
        }
    }

    /** The study as it stands now. */
    static StudyData read(OpenStudy open) {
        return new StudyDataReader(open).read();
    }

    /** What the best trials logged while they trained, by their number, best first. */
    static Map<Integer, List<Measurement>> logged(OpenStudy open, StudyResults results) {
        Map<Integer, String> directories =
                open.store().trials(open.id()).stream()
                        .collect(Collectors.toMap(Trial::number, Trial::runDirectory));
        Map<Integer, List<Measurement>> logged = new LinkedHashMap<>();
        for (TrialResult best : results.best(BEST)) {
            int number = best.trial().number();
            Optional.ofNullable(directories.get(number))
                    .map(open.directory()::trial)
                    .map(RunDirectoryReader::new)
                    .ifPresent(directory -> logged.put(number, directory.logged()));
        }
        return logged;
    }

    private StudyData read() {
        Map<Integer, List<Evaluation>> evaluations = new HashMap<>();
        try (Stream<TrialEvaluation> all = open.store().evaluations(open.id())) {
            all.forEach(
                    e ->
                            evaluations
                                    .computeIfAbsent(e.trial(), trial -> new ArrayList<>())
                                    .add(e.evaluation()));
        }
        List<Trial> stored = open.store().trials(open.id());
        List<TrialData> trials =
                stored.parallelStream() // each has files of its own to read
                        .map(t -> trial(t, evaluations.getOrDefault(t.number(), List.of())))
                        .toList();
        List<RunDirectoryReader> completed =
                stored.stream()
                        .filter(trial -> trial.state() == TrialState.COMPLETED)
                        .map(this::directory)
                        .toList();
        return new StudyData(
                design(), RunDirectoryReader.datasetFacts(completed), trials, List.of());
    }

    private RunDirectoryReader directory(Trial stored) {
        return new RunDirectoryReader(open.directory().trial(stored.runDirectory()));
    }

    private StudyDesign design() {
        Map<String, String> fixed = new LinkedHashMap<>();
        Map<String, JsonNode> settings = study.trial(0).settings();
        settings.forEach(
                (path, value) -> {
                    if (study.parameters().stream().noneMatch(p -> p.path().equals(path))) {
                        fixed.put(path, text(value));
                    }
                });
        return new StudyDesign(
                study.name(),
                study.goal(),
                study.objective(),
                List.copyOf(hyperparameters.values()),
                study.arms().stream()
                        .map(arm -> new ArmData(arm.index(), arm.label(), study.trialsPerArm()))
                        .toList(),
                fixed,
                study.advice());
    }

    private TrialData trial(Trial stored, List<Evaluation> evaluations) {
        etude.tuner.space.Trial trial = study.trial(stored.number());
        RunDirectoryReader directory = directory(stored);
        return new TrialData(
                stored.number(),
                trial.arm(),
                stored.state(),
                stored.state() == TrialState.INFEASIBLE
                        ? Optional.of(InfeasibleReason.of(stored.reason().orElse("")))
                        : Optional.empty(),
                settings(trial),
                trial.seed(),
                evaluations,
                directory.facts(study, trial, evaluations),
                directory.steps());
    }

    private Map<String, Value> settings(etude.tuner.space.Trial trial) {
        Arm arm = study.arms().get(trial.arm());
        Map<String, Value> settings = new LinkedHashMap<>();
        hyperparameters.forEach(
                (parameter, hyperparameter) -> {
                    boolean sampled =
                            arm.axes().stream()
                                    .anyMatch(axis -> axis.parameter().equals(parameter));
                    boolean scientific = arm.scientific().containsKey(parameter.path());
                    JsonNode value = trial.settings().get(parameter.path());
                    if (value != null && (sampled || scientific) && holds(parameter, trial)) {
                        settings.put(hyperparameter.id(), value(value));
                    }
                });
        return settings;
    }

    private static boolean holds(Parameter parameter, etude.tuner.space.Trial trial) {
        return parameter.condition().allowed().entrySet().stream()
                .allMatch(
                        condition ->
                                condition.getValue().stream()
                                        .map(StudyDataReader::text)
                                        .anyMatch(
                                                Optional.ofNullable(
                                                                        trial.settings()
                                                                                .get(
                                                                                        condition
                                                                                                .getKey()))
                                                                .map(StudyDataReader::text)
                                                                .orElse("")
                                                        ::equals));
    }

    /** Two hyperparameters may share a path under different conditions. */
    private Hyperparameter hyperparameter(Parameter parameter) {
        boolean shared =
                study.parameters().stream()
                                .filter(other -> other.path().equals(parameter.path()))
                                .count()
                        > 1;
        String id = shared ? parameter.path() + condition(parameter) : parameter.path();
        return new Hyperparameter(id, parameter.path(), parameter.role(), domain(parameter));
    }

    private static String condition(Parameter parameter) {
        StringBuilder text = new StringBuilder();
        parameter
                .condition()
                .allowed()
                .forEach(
                        (path, values) ->
                                text.append(" if ")
                                        .append(path)
                                        .append(" is ")
                                        .append(
                                                String.join(
                                                        " or ",
                                                        values.stream()
                                                                .map(StudyDataReader::text)
                                                                .toList())));
        return text.toString();
    }

    private static ValueDomain domain(Parameter parameter) {
        Domain domain = parameter.domain();
        if (domain instanceof Domain.Interval interval) {
            return new ValueDomain.Range(interval.scale(), interval.min(), interval.max(), false);
        }
        if (domain instanceof Domain.Whole whole) {
            return new ValueDomain.Range(whole.scale(), whole.min(), whole.max(), true);
        }
        Domain.Listed listed = (Domain.Listed) domain;
        return new ValueDomain.Choices(
                listed.values().stream().map(StudyDataReader::value).toList());
    }

    private static Value value(JsonNode node) {
        return node.isNumber() ? Value.of(node.asDouble()) : Value.of(text(node));
    }

    private static String text(JsonNode node) {
        return node.isTextual() ? node.asText() : node.toString();
    }
}
