package etude.tuner.analysis;

import etude.trainer.config.CheckpointsConfig.Mode;
import etude.tuner.analysis.data.ArmData;
import etude.tuner.analysis.data.DatasetFacts;
import etude.tuner.analysis.data.Hyperparameter;
import etude.tuner.analysis.data.Rerun;
import etude.tuner.analysis.data.StudyData;
import etude.tuner.analysis.data.StudyDesign;
import etude.tuner.analysis.data.TrialData;
import etude.tuner.analysis.data.Value;
import etude.tuner.analysis.data.ValueDomain;
import etude.tuner.analysis.result.StudyResults;
import etude.tuner.analysis.verdict.Verdict;
import etude.tuner.analysis.verdict.VerdictThresholds;
import etude.tuner.space.Advice;
import etude.tuner.space.Objective;
import etude.tuner.space.Role;
import etude.tuner.space.Scale;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.IntFunction;

/** Makes a study whose answers are known. */
public final class SyntheticStudy {
    public static final Objective ERROR_RATE = new Objective("validation/error_rate", Mode.MIN);

    private final List<Hyperparameter> hyperparameters = new ArrayList<>();
    private final List<TrialData> trials = new ArrayList<>();
    private final List<Rerun> reruns = new ArrayList<>();
    private final Map<String, String> fixed = new LinkedHashMap<>();
    private final List<Advice> advice = new ArrayList<>();
    private List<ArmData> arms = List.of(new ArmData(0, "all trials", 20));
    private Objective objective = ERROR_RATE;
    private DatasetFacts dataset = new DatasetFacts(OptionalLong.of(2000), OptionalInt.of(10));

    private SyntheticStudy() {}

    public static SyntheticStudy study() {
        return new SyntheticStudy();
    }

    public SyntheticStudy objective(Objective value) {
        objective = value;
        return this;
    }

    public SyntheticStudy dataset(DatasetFacts facts) {
        dataset = facts;
        return this;
    }

    public SyntheticStudy arms(String... labels) {
        arms = new ArrayList<>();
        for (String label : labels) {
            arms.add(new ArmData(arms.size(), label, 20));
        }
        return this;
    }

    public SyntheticStudy range(String id, Role role, Scale scale, double min, double max) {
        hyperparameters.add(
                new Hyperparameter(id, id, role, new ValueDomain.Range(scale, min, max, false)));
        return this;
    }

    /** The usual one: log scale from 0.001 to 1. */
    public SyntheticStudy learningRate() {
        return range("optimizer.learning_rate", Role.NUISANCE, Scale.LOG, 1e-3, 1);
    }

    public SyntheticStudy whole(String id, double min, double max) {
        hyperparameters.add(
                new Hyperparameter(
                        id,
                        id,
                        Role.NUISANCE,
                        new ValueDomain.Range(Scale.LINEAR, min, max, true)));
        return this;
    }

    public SyntheticStudy choices(String id, Role role, String... values) {
        List<Value> list = Arrays.stream(values).map(Value::of).toList();
        hyperparameters.add(new Hyperparameter(id, id, role, new ValueDomain.Choices(list)));
        return this;
    }

    public SyntheticStudy fixed(String path, String value) {
        fixed.put(path, value);
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

    public SyntheticStudy rerun(int trial, double... objectives) {
        for (double value : objectives) {
            reruns.add(new Rerun(trial, reruns.size(), value));
        }
        return this;
    }

    public StudyData data() {
        return new StudyData(
                new StudyDesign("s", "?", objective, hyperparameters, arms, fixed, advice),
                dataset,
                trials,
                reruns);
    }

    public StudyResults results() {
        return StudyResults.of(data(), 5, 10);
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
