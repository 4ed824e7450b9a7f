package etude.tuner.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import etude.trainer.config.CheckpointsConfig.Mode;
import etude.trainer.config.bind.Place;
import etude.trainer.run.RunFacts;
import etude.tuner.analysis.result.StudyResults;
import etude.tuner.analysis.verdict.Verdict;
import etude.tuner.analysis.verdict.VerdictThresholds;
import etude.tuner.record.StudyRecord;
import etude.tuner.record.TrialRecord;
import etude.tuner.space.Advice;
import etude.tuner.space.Algorithm;
import etude.tuner.space.Arm;
import etude.tuner.space.Condition;
import etude.tuner.space.Domain;
import etude.tuner.space.Hyperparameter;
import etude.tuner.space.Objective;
import etude.tuner.space.Rerun;
import etude.tuner.space.Resplit;
import etude.tuner.space.Role;
import etude.tuner.space.Scale;
import etude.tuner.space.StudyOutline;
import etude.tuner.space.Trial;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.IntFunction;

/** Makes a study whose answers are known. */
public final class SyntheticStudy {
    public static final Objective ERROR_RATE = new Objective("validation/error_rate", Mode.MIN);

    private final List<Hyperparameter> hyperparameters = new ArrayList<>();
    private final List<TrialRecord> trials = new ArrayList<>();
    private final List<TrialRecord> reruns = new ArrayList<>();
    private final List<TrialRecord> resplits = new ArrayList<>();
    private final Map<String, String> fixed = new LinkedHashMap<>();
    private final List<Advice> advice = new ArrayList<>();
    private List<Arm> arms = List.of(new Arm(0, Map.of(), List.of()));
    private Objective objective = ERROR_RATE;
    private final Map<String, JsonNode> baseline = new LinkedHashMap<>();
    private OptionalDouble margin = OptionalDouble.empty();
    private Algorithm algorithm = Algorithm.QUASI_RANDOM;
    private RunFacts.Data dataset = data(OptionalInt.of(2000), OptionalInt.of(10));

    private SyntheticStudy() {}

    public static SyntheticStudy study() {
        return new SyntheticStudy();
    }

    public SyntheticStudy objective(Objective value) {
        objective = value;
        return this;
    }

    /** Data with so many validation examples and classes. */
    public static RunFacts.Data data(OptionalInt validation, OptionalInt classes) {
        return new RunFacts.Data(
                OptionalInt.empty(),
                validation,
                validation,
                classes,
                Optional.empty(),
                classes.isPresent() ? constant(classes.getAsInt()) : Map.of(),
                OptionalInt.of(0),
                OptionalInt.empty());
    }

    /** What guessing among equally frequent classes reaches. */
    private static Map<String, Double> constant(int classes) {
        return Map.of(
                "validation/error_rate",
                1 - 1.0 / classes,
                "validation/loss",
                Math.log(classes),
                "train_evaluation/error_rate",
                1 - 1.0 / classes,
                "train_evaluation/loss",
                Math.log(classes));
    }

    public SyntheticStudy dataset(RunFacts.Data facts) {
        dataset = facts;
        return this;
    }

    public SyntheticStudy arms(String... labels) {
        arms = new ArrayList<>();
        for (String label : labels) {
            String[] parts = label.split("=", 2);
            arms.add(new Arm(arms.size(), Map.of(parts[0], TextNode.valueOf(parts[1])), List.of()));
        }
        return this;
    }

    public SyntheticStudy range(String id, Role role, Scale scale, double min, double max) {
        return add(id, role, new Domain.Interval(scale, min, max));
    }

    private SyntheticStudy add(String id, Role role, Domain domain) {
        hyperparameters.add(
                new Hyperparameter(
                        id, id, role, domain, new Condition(Map.of()), new Place("study.yaml")));
        return this;
    }

    /** The usual one: log scale from 0.001 to 1. */
    public SyntheticStudy learningRate() {
        return range("optimizer.learning_rate", Role.NUISANCE, Scale.LOG, 1e-3, 1);
    }

    public SyntheticStudy whole(String id, long min, long max) {
        return add(id, Role.NUISANCE, new Domain.Whole(Scale.LINEAR, min, max));
    }

    public SyntheticStudy choices(String id, Role role, String... values) {
        List<JsonNode> list = new ArrayList<>();
        for (String value : values) {
            list.add(TextNode.valueOf(value));
        }
        return add(id, role, new Domain.Listed(list));
    }

    public SyntheticStudy fixed(String path, String value) {
        fixed.put(path, value);
        return this;
    }

    /** What the base config has for a scientific hyperparameter. */
    public SyntheticStudy baseline(String path, String value) {
        baseline.put(path, TextNode.valueOf(value));
        return this;
    }

    public SyntheticStudy advice(String sentence) {
        advice.add(new Advice("code", sentence));
        return this;
    }

    public SyntheticStudy trial(Run run) {
        trials.add(run.data());
        return this;
    }

    public SyntheticStudy trials(int count, IntFunction<Run> f) {
        for (int i = 0; i < count; i++) {
            trial(f.apply(i));
        }
        return this;
    }

    /** Each with a seed of its own, from 0 upwards. */
    public SyntheticStudy rerun(int trial, double... objectives) {
        for (double value : objectives) {
            rerun(trial, reruns.size(), Run.trial(trial).errors(value));
        }
        return this;
    }

    /** With the same seeds for each trial, from 101. */
    public SyntheticStudy paired(int trial, double... objectives) {
        for (int i = 0; i < objectives.length; i++) {
            rerun(trial, 101 + i, Run.trial(trial).errors(objectives[i]));
        }
        return this;
    }

    public SyntheticStudy rerun(int trial, long seed, Run run) {
        reruns.add(run.again(new Rerun(trial(trial), reruns.size() + 1, seed)));
        return this;
    }

    private Trial trial(int number) {
        return trials.stream()
                .filter(one -> one.number() == number)
                .findFirst()
                .orElseThrow()
                .trial();
    }

    /** On other splits. */
    public SyntheticStudy resplit(int trial, double... objectives) {
        for (double value : objectives) {
            int index = resplits.size() + 1;
            resplits.add(
                    Run.trial(trial)
                            .errors(value)
                            .again(new Resplit(trial(trial), index, 1000 + index)));
        }
        return this;
    }

    /** The smallest difference that matters to whoever asked for reruns. */
    public SyntheticStudy margin(double least) {
        margin = OptionalDouble.of(least);
        return this;
    }

    public StudyRecord data() {
        return new StudyRecord(
                "my studies/s",
                new StudyOutline(
                        "s",
                        "?",
                        objective,
                        hyperparameters,
                        arms,
                        20,
                        fixed,
                        baseline,
                        () -> advice,
                        algorithm),
                dataset,
                trials,
                reruns,
                resplits,
                margin);
    }

    public StudyResults results() {
        return StudyResults.of(data(), 0.5);
    }

    public Analysis analysis() {
        return Analysis.of(data(), VerdictThresholds.defaults());
    }

    /** The only verdict whose question begins so. */
    public Verdict verdict(String question) {
        return verdict(analysis(), question);
    }

    public static Verdict verdict(Analysis analysis, String question) {
        List<Verdict> found =
                analysis.verdicts().stream()
                        .filter(v -> v.question().startsWith(question))
                        .toList();
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " verdicts begin with " + question);
        }
        return found.get(0);
    }
}
