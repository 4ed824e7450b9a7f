package etude.trainer.run;

import etude.datasets.ExampleSpec;
import etude.datasets.preprocessing.Preprocessing;
import etude.trainer.checkpoint.CheckpointContent;
import etude.trainer.checkpoint.CheckpointDirectory;
import etude.trainer.checkpoint.PreprocessingFile;
import etude.trainer.loop.EvaluationResult;
import etude.trainer.loop.Evaluations;
import etude.trainer.loop.Predicted;
import etude.trainer.loop.Recorder;
import etude.trainer.loop.TrainingState;
import etude.trainer.optimizer.StepLog;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes what the loop produces to the run directory, and tells whoever watches. Logs reach the
 * operating system at once; checkpoints, which are copied to the CPU, and whole files are written,
 * and all is made durable, in the background. Closing waits for it.
 */
final class RunRecorder implements Recorder, AutoCloseable {
    private final RunDirectory run;
    private final RunLogs logs;
    private final OutcomesRecorder outcomes;
    private final Checkpoints checkpoints;
    private final Progress progress;
    private final BackgroundWriter writer = new BackgroundWriter();
    private Optional<BackgroundWriter.Write> saved = Optional.empty();

    /**
     * Where checkpoints go, and what each must remember.
     *
     * @param keepBest how many are kept beside the newest
     * @param preprocessing what each checkpoint must know of the data
     */
    record Checkpoints(
            CheckpointDirectory directory,
            int keepBest,
            Ranking ranking,
            RunClock clock,
            DataFingerprint data,
            Preprocessing preprocessing) {
        Map<String, String> facts() {
            Map<String, String> facts = new LinkedHashMap<>(clock.facts());
            facts.putAll(data.facts());
            return facts;
        }

        void save(long step, CheckpointContent content) {
            byte[] described = PreprocessingFile.encode(preprocessing, Versions.etude());
            directory.save(step, content.with(described));
            directory.retain(keepBest, ranking.metric(), ranking.mode());
        }
    }

    private RunRecorder(
            RunDirectory run,
            RunLogs logs,
            OutcomesRecorder outcomes,
            Checkpoints checkpoints,
            Progress progress) {
        this.run = run;
        this.logs = logs;
        this.outcomes = outcomes;
        this.checkpoints = checkpoints;
        this.progress = progress;
    }

    /** Opens the logs of a run at the step that it continues from. */
    static RunRecorder open(
            RunDirectory run,
            long step,
            RunFacts.Data data,
            Checkpoints checkpoints,
            Progress progress) {
        int judged = data.classes().isPresent() ? data.evaluatedExamples().orElse(0) : 0;
        return new RunRecorder(
                run,
                RunLogs.open(run, step, judged),
                OutcomesRecorder.open(run, step, checkpoints.ranking()),
                checkpoints,
                progress);
    }

    @Override
    public void stepped(long step) {
        writer.check();
        progress.stepped(step);
    }

    @Override
    public void steps(StepLog.Entries entries) {
        logs.steps(entries);
    }

    @Override
    public void evaluated(long step, String split, EvaluationResult result) {
        logs.evaluated(step, split, result);
        if (split.equals(Evaluations.VALIDATION)) {
            outcomes.evaluated(step, result);
        }
    }

    @Override
    public void predicted(long step, ExampleSpec spec, List<Predicted> predictions) {
        PredictionsFile file = new PredictionsFile(checkpoints.preprocessing);
        writer.write(() -> file.write(run.predictions(step), predictions));
    }

    @Override
    public void measured(long step, Map<String, Double> metrics) {
        if (!metrics.isEmpty()) {
            progress.measured(step, metrics); // first: it throws when the run is another's by now
            logs.measured(step, metrics);
            outcomes.measured(step, metrics)
                    .ifPresent(changed -> writer.write(() -> changed.write(run)));
        }
    }

    /**
     * Logs first, then the checkpoint: what a resumed run truncates is never older than its
     * checkpoint.
     */
    @Override
    public void checkpoint(long step, Map<String, Double> metrics, TrainingState state) {
        saved.ifPresent(writer::await); // before the copy is made, so that two never are in memory
        CheckpointContent content = state.save(metrics, checkpoints.facts());
        saved =
                Optional.of(
                        writer.write(
                                () -> {
                                    logs.sync();
                                    checkpoints.save(step, content);
                                }));
    }

    @Override
    public void close() {
        try {
            writer.close();
        } finally {
            logs.close();
        }
    }
}
