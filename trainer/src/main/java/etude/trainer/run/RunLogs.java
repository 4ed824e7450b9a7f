package etude.trainer.run;

import etude.trainer.loop.EvaluationResult;
import etude.trainer.loop.Evaluations;
import etude.trainer.metrics.ClassesLog;
import etude.trainer.metrics.CorrectFile;
import etude.trainer.metrics.MetricsLog;
import etude.trainer.metrics.StepsFile;
import etude.trainer.metrics.TensorBoardWriter;
import etude.trainer.optimizer.StepLog;
import java.util.Map;

/** The files that grow during a run, opened at the step it continues from. */
final class RunLogs implements AutoCloseable {
    private final MetricsLog metrics;
    private final StepsFile steps;
    private final ClassesLog classes;
    private final CorrectFile correct;
    private final TensorBoardWriter tensorBoard;

    private RunLogs(
            MetricsLog metrics,
            StepsFile steps,
            ClassesLog classes,
            CorrectFile correct,
            TensorBoardWriter tensorBoard) {
        this.metrics = metrics;
        this.steps = steps;
        this.classes = classes;
        this.correct = correct;
        this.tensorBoard = tensorBoard;
    }

    /**
     * Opens the logs; what they say about updates after {@code step} is dropped, for it will be
     * done again.
     *
     * @param judged validation examples of an evaluation whose predictions are right or wrong
     */
    static RunLogs open(RunDirectory directory, long step, int judged) {
        boolean fresh = step == 0;
        return new RunLogs(
                fresh
                        ? MetricsLog.create(directory.metrics())
                        : MetricsLog.resume(directory.metrics(), step),
                fresh
                        ? StepsFile.create(directory.steps())
                        : StepsFile.resume(directory.steps(), step),
                fresh
                        ? ClassesLog.create(directory.classes())
                        : ClassesLog.resume(directory.classes(), step),
                fresh
                        ? CorrectFile.create(directory.correct(), judged)
                        : CorrectFile.resume(directory.correct(), judged, step),
                TensorBoardWriter.open(directory.tensorboard(), HostName.find(), step));
    }

    void measured(long step, Map<String, Double> values) {
        metrics.append(step, values);
        tensorBoard.write(step, values);
    }

    void steps(StepLog.Entries entries) {
        steps.append(entries.firstStep(), entries.losses(), entries.norms());
    }

    /** What an evaluation got right, if the targets are classes. */
    void evaluated(long step, String split, EvaluationResult result) {
        if (result.classExamples().length == 0) {
            return;
        }
        classes.append(step, split, result.classExamples(), result.classCorrect());
        if (split.equals(Evaluations.VALIDATION) && result.isFinite()) {
            correct.append(step, result.correct());
        }
    }

    /** Makes durable what was written so far; to be called before every checkpoint. */
    void sync() {
        metrics.sync();
        steps.sync();
        classes.sync();
        correct.sync();
    }

    @Override
    public void close() {
        tensorBoard.close();
        correct.close();
        classes.close();
        steps.close();
        metrics.close();
    }
}
