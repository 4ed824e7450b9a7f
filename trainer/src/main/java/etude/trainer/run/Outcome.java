package etude.trainer.run;

import etude.trainer.config.RunConfig;
import etude.trainer.engine.MemoryFailure;
import etude.trainer.loop.EvaluationMemoryException;
import etude.trainer.loop.TrainLoop;
import java.util.Optional;

/** How a run, or an attempt at it, ended. */
public sealed interface Outcome {
    RunStatus status();

    /** What happened, for the files of the run. */
    String sentence();

    /** What became of a run of so many steps, by where its loop ended. */
    static Outcome of(TrainLoop.End end, long totalSteps) {
        if (end.diverged().isPresent()) {
            return new Diverged(end.diverged().getAsLong());
        }
        return end.step() == totalSteps ? new Completed(totalSteps) : new Preempted(end.step());
    }

    /** All steps done. */
    record Completed(long steps) implements Outcome {
        @Override
        public RunStatus status() {
            return RunStatus.COMPLETED;
        }

        @Override
        public String sentence() {
            return "%d steps done".formatted(steps);
        }
    }

    /** The loss or gradient of the update after {@code step} updates was not finite. */
    record Diverged(long step) implements Outcome {
        @Override
        public RunStatus status() {
            return RunStatus.DIVERGED;
        }

        @Override
        public String sentence() {
            return "the loss or gradient after %d updates was not finite".formatted(step);
        }
    }

    /**
     * A batch of this size does not fit the device's memory.
     *
     * @param setting the config key to lower: {@code batch_size}, or {@code evaluation.batch_size}
     *     where evaluation failed
     * @param detail the engine's words
     */
    record OutOfMemory(String setting, int batchSize, String detail) implements Outcome {
        /**
         * What did not fit, if a failure of a run with this config means that something did not.
         */
        public static Optional<OutOfMemory> of(Throwable failure, RunConfig config) {
            return MemoryFailure.detail(failure)
                    .map(
                            detail ->
                                    failure instanceof EvaluationMemoryException
                                            ? new OutOfMemory(
                                                    "evaluation.batch_size",
                                                    config.evaluation().batchSize(),
                                                    detail)
                                            : new OutOfMemory(
                                                    "batch_size", config.batchSize(), detail));
        }

        @Override
        public RunStatus status() {
            return RunStatus.OUT_OF_MEMORY;
        }

        @Override
        public String sentence() {
            return "%s %d does not fit (%s)".formatted(setting, batchSize, detail);
        }
    }

    /**
     * Stopped by a signal after {@code step} updates, with a checkpoint; the same command
     * continues.
     */
    record Preempted(long step) implements Outcome {
        @Override
        public RunStatus status() {
            return RunStatus.PREEMPTED;
        }

        @Override
        public String sentence() {
            return "stopped by a signal after %d updates".formatted(step);
        }
    }
}
