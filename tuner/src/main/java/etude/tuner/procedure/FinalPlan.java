package etude.tuner.procedure;

import etude.trainer.checkpoint.CheckpointDirectory;
import etude.trainer.config.ConfigException;
import etude.trainer.config.ConfigLoader;
import etude.trainer.config.Durations;
import etude.trainer.config.RunConfig;
import etude.trainer.files.Json;
import etude.trainer.metrics.Measurement;
import etude.trainer.run.RunRecord;
import etude.trainer.run.RunStatus;
import etude.tuner.record.StudyRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Playbook, "After exploration concludes": the best checkpoint of the chosen configuration on the
 * test split, once; or the configuration trained on the validation examples too, to the step of
 * that checkpoint, and tested.
 *
 * @param name of the procedure
 * @param run that was chosen
 * @param study that it was chosen from, where there is one
 * @param step of the best of its kept checkpoints
 * @param fold whether the validation examples are to train
 */
public record FinalPlan(
        String name, RunRecord run, Optional<StudyRecord> study, long step, boolean fold)
        implements Plan {
    /**
     * The plan that a command asks for.
     *
     * @throws ConfigException when the run has not come to its end, or has no checkpoint that was
     *     evaluated
     */
    public static FinalPlan of(
            String name, RunRecord run, Optional<StudyRecord> study, boolean fold) {
        if (run.status().filter(status -> status == RunStatus.COMPLETED).isEmpty()) {
            throw refused(
                    "%s has not come to the end of its training (%s), and only then its best checkpoint is known"
                            .formatted(
                                    run.directory().root(),
                                    run.status().map(RunStatus::words).orElse("not ended")));
        }
        Measurement best =
                run.ranking()
                        .best(byAllExamples(run).orElseGet(() -> kept(run)))
                        .orElseThrow(
                                () ->
                                        refused(
                                                "%s has no checkpoint with %s, by which the best one would be known"
                                                        .formatted(
                                                                run.directory().checkpoints(),
                                                                run.ranking().metric())));
        return new FinalPlan(name, run, study, best.step(), fold);
    }

    private static List<Measurement> kept(RunRecord run) {
        return new CheckpointDirectory(run.directory().checkpoints())
                .list().stream().map(one -> new Measurement(one.step(), one.metrics())).toList();
    }

    /** The kept checkpoints on all validation examples, where evaluations used a sample. */
    private static Optional<List<Measurement>> byAllExamples(RunRecord run) {
        String metric = run.ranking().metric();
        return run.whole()
                .filter(whole -> whole.metric().equals(metric))
                .map(
                        whole ->
                                whole.checkpoints().stream()
                                        .map(
                                                one ->
                                                        new Measurement(
                                                                one.step(),
                                                                Map.of(metric, one.whole())))
                                        .toList())
                .filter(checkpoints -> !checkpoints.isEmpty());
    }

    /** By what its checkpoint is the best. */
    public String ranking() {
        return run.ranking().metric()
                + (byAllExamples(run).isEmpty() ? "" : " on all validation examples");
    }

    private static ConfigException refused(String sentence) {
        return new ConfigException(List.of(sentence));
    }

    @Override
    public String command() {
        return "etude tune final";
    }

    @Override
    public Map<String, Object> inputs() {
        Map<String, Object> inputs = new LinkedHashMap<>();
        inputs.put("run", run.directory().root().toString());
        inputs.put("step", step);
        inputs.put("fold_in_validation", fold);
        return inputs;
    }

    /**
     * The config that trains on both splits under the same schedule: durations that are shares of
     * the training examples stay the steps that they were.
     */
    public RunConfig folded(long trainExamples) {
        RunConfig config = ConfigLoader.load(run.directory().config(), List.of());
        List<String> overrides =
                new ArrayList<>(
                        FixedDurations.overrides(config, Durations.resolve(config, trainExamples)));
        overrides.add("dataset.fold_in_validation=true");
        overrides.add("name=" + Json.line(name));
        return ConfigLoader.load(run.directory().config(), overrides);
    }
}
