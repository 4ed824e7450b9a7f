package etude.trainer.run;

import etude.datasets.Dataset;
import etude.trainer.checkpoint.CheckpointContent;
import etude.trainer.checkpoint.CheckpointDirectory;
import etude.trainer.config.CheckpointsConfig;
import etude.trainer.engine.MemoryFailure;
import etude.trainer.loop.Evaluation;
import etude.trainer.loop.EvaluationResult;
import etude.trainer.loop.Recorder;
import etude.trainer.loop.TrainingState;
import etude.trainer.optimizer.StepLog;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Writes what the loop produces to the run directory, and tells whoever watches. Checkpoints are
 * copied to the CPU at once and written in the background.
 */
final class RunRecorder implements Recorder {
    private final Destination to;
    private final CheckpointsConfig retention;
    private final String rankedBy;
    private final TrainingState state;
    private final Evaluation evaluation;
    private final EvaluationSets sets;
    private final Progress progress;
    private final Supplier<Map<String, String>> facts;
    private final BackgroundWriter writer;

    /** What is evaluated, each a fixed selection. */
    record EvaluationSets(
            Optional<Dataset> train, Optional<Dataset> validation, Optional<Dataset> predicted) {}

    /** Where results go. */
    record Destination(RunLogs logs, CheckpointDirectory checkpoints, RunDirectory run) {}

    RunRecorder(
            Destination to,
            CheckpointsConfig retention,
            String rankedBy,
            TrainingState state,
            Evaluation evaluation,
            EvaluationSets sets,
            Progress progress,
            Supplier<Map<String, String>> facts,
            BackgroundWriter writer) {
        this.to = to;
        this.retention = retention;
        this.rankedBy = rankedBy;
        this.state = state;
        this.evaluation = evaluation;
        this.sets = sets;
        this.progress = progress;
        this.facts = facts;
        this.writer = writer;
    }

    @Override
    public void stepped(long step) {
        writer.check();
        progress.stepped(step);
    }

    @Override
    public void steps(StepLog.Entries entries) {
        to.logs().steps(entries);
    }

    @Override
    public Map<String, Double> evaluate(long step) {
        try {
            return evaluateAll(step);
        } catch (RuntimeException | Error e) {
            if (MemoryFailure.detail(e).isPresent()) {
                throw new EvaluationMemoryException(e);
            }
            throw e;
        }
    }

    private Map<String, Double> evaluateAll(long step) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        sets.train()
                .ifPresent(
                        examples -> metrics.putAll(evaluate(step, "train_evaluation", examples)));
        sets.validation()
                .ifPresent(examples -> metrics.putAll(evaluate(step, "validation", examples)));
        sets.predicted()
                .ifPresent(
                        examples ->
                                PredictionsFile.write(
                                        to.run().predictions(step), examples, evaluation));
        return metrics;
    }

    private Map<String, Double> evaluate(long step, String split, Dataset examples) {
        EvaluationResult result = evaluation.evaluate(examples);
        to.logs().classes(step, split, result);
        return result.metrics(split);
    }

    @Override
    public void measured(long step, Map<String, Double> metrics) {
        if (!metrics.isEmpty()) {
            progress.measured(step, metrics); // first: it throws when the run is another's by now
            to.logs().measured(step, metrics);
        }
    }

    /**
     * Logs first, then the checkpoint: what a resumed run truncates is never older than its
     * checkpoint.
     */
    @Override
    public void checkpoint(long step, Map<String, Double> metrics) {
        to.logs().sync();
        writer.await(); // before the copy is made, so that two never are in memory
        CheckpointContent content = state.save(metrics, facts.get());
        writer.write(
                () -> {
                    to.checkpoints().save(step, content);
                    to.checkpoints().retain(retention.keepBest(), rankedBy, retention.mode());
                });
    }
}
