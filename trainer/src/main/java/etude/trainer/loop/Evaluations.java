package etude.trainer.loop;

import etude.datasets.Dataset;
import etude.datasets.split.FixedSample;
import etude.datasets.split.Splits;
import etude.trainer.config.RunConfig;
import etude.trainer.distributed.Ranks;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What a run evaluates whenever an evaluation is due: fixed selections of its data. */
public final class Evaluations {
    /** The selection of validation examples. */
    public static final String VALIDATION = "validation";

    private static final String TRAINING = "train_evaluation";

    private final Evaluation evaluation;
    private final Map<String, Dataset> selections;
    private final Optional<Dataset> predicted;
    private final Ranks ranks;

    Evaluations(Evaluation evaluation, RunConfig config, Splits splits, Ranks ranks) {
        this.evaluation = evaluation;
        this.ranks = ranks;
        selections = selections(config, splits);
        predicted = predicted(config, splits.validation());
    }

    /**
     * What a run evaluates, in this order, by what the names of its metrics begin with; without
     * what its config leaves out.
     */
    public static Map<String, Dataset> selections(RunConfig config, Splits splits) {
        long seed = config.dataset().splitSeed();
        int training = config.evaluation().trainExamples().of(splits.train().size());
        int validating = config.evaluation().validationExamples().of(splits.validation().size());
        Map<String, Dataset> selections = new LinkedHashMap<>();
        if (training > 0) {
            selections.put(TRAINING, sample(splits.train(), training, seed));
        }
        if (validating > 0) {
            selections.put(VALIDATION, sample(splits.validation(), validating, seed));
        }
        return Collections.unmodifiableMap(selections);
    }

    private static Dataset sample(Dataset examples, int count, long splitSeed) {
        return count == examples.size() ? examples : FixedSample.of(examples, count, splitSeed);
    }

    /** The validation examples whose predictions a run keeps; empty where it keeps none. */
    public static Optional<Dataset> predicted(RunConfig config, Dataset validation) {
        int count = Math.min(config.evaluation().predictions(), validation.size());
        return count == 0
                ? Optional.empty()
                : Optional.of(FixedSample.of(validation, count, config.dataset().splitSeed()));
    }

    /**
     * Evaluates after {@code step} updates, and returns the metrics of all selections; at other
     * ranks than 0 none.
     */
    Map<String, Double> run(long step, Recorder recorder) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        selections.forEach(
                (split, examples) -> metrics.putAll(run(step, split, examples, recorder)));
        predicted
                .filter(any -> ranks.leads()) // they are few
                .ifPresent(
                        examples ->
                                recorder.predicted(
                                        step, examples.spec(), evaluation.predict(examples)));
        return metrics;
    }

    private Map<String, Double> run(long step, String split, Dataset examples, Recorder recorder) {
        Optional<EvaluationResult> result = evaluation.evaluate(examples, ranks);
        result.ifPresent(found -> recorder.evaluated(step, split, found));
        return result.map(found -> found.metrics(split)).orElse(Map.of());
    }

    /** Whether every loss is a number; other metrics may be infinite by nature, as a perplexity. */
    static boolean isFinite(Map<String, Double> metrics) {
        return metrics.entrySet().stream()
                .filter(metric -> metric.getKey().endsWith("/loss"))
                .allMatch(metric -> Double.isFinite(metric.getValue()));
    }
}
