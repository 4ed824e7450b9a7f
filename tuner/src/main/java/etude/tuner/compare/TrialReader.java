package etude.tuner.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import etude.datasets.EtudeException;
import etude.trainer.run.RunDirectory;
import etude.trainer.run.Summary;
import etude.tuner.compare.TrialResult.Value;
import etude.tuner.store.TrialAttempt;
import etude.tuner.store.TrialState;
import etude.tuner.store.TrialStatus;
import etude.tuner.study.OpenStudy;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** Reads the trials of a comparison from its study and their run directories. */
record TrialReader(OpenStudy study, StepTarget target) {
    List<TrialResult> results() {
        return study.trials().stream().map(this::result).toList();
    }

    private TrialResult result(TrialStatus trial) {
        Map<String, JsonNode> settings = trial.trial().settings();
        int batchSize = settings.getOrDefault("batch_size", missing()).asInt();
        double rate = settings.getOrDefault("optimizer.learning_rate", missing()).asDouble();
        List<Value> values =
                study.store().evaluations(study.id(), trial.number()).stream()
                        .filter(evaluation -> evaluation.metrics().containsKey(target.metric()))
                        .map(
                                evaluation ->
                                        new Value(
                                                evaluation.step(),
                                                evaluation
                                                        .metrics()
                                                        .getOrDefault(target.metric(), Double.NaN)))
                        .toList();
        return new TrialResult(
                trial.number(),
                batchSize,
                rate,
                trial.state(),
                trial.reason(),
                values,
                trial.state() == TrialState.COMPLETED
                        ? secondsPerStep(trial, batchSize)
                        : OptionalDouble.empty());
    }

    private static JsonNode missing() {
        return MissingNode.getInstance();
    }

    /** From the run's summary: evaluation and checkpoints are not in its throughput. */
    private OptionalDouble secondsPerStep(TrialStatus trial, int batchSize) {
        RunDirectory run = new RunDirectory(study.directory().trial(trial.runDirectory()));
        double rate =
                Summary.read(run)
                        .orElseThrow(() -> new EtudeException(run.summary() + " is missing"))
                        .examplesPerSecond();
        return rate > 0 ? OptionalDouble.of(batchSize / rate) : OptionalDouble.empty();
    }

    /** What the last attempt at the first trial says about device and versions. */
    Origin origin(List<String> command) {
        List<TrialAttempt> attempts = study.store().attempts(study.id(), 0);
        if (attempts.isEmpty()) {
            return new Origin(command, "", List.of());
        }
        TrialAttempt last = attempts.get(attempts.size() - 1);
        return new Origin(
                command,
                "device " + last.origin().device(),
                new TreeMap<>(last.origin().versions())
                        .entrySet().stream().map(v -> v.getKey() + " " + v.getValue()).toList());
    }
}
