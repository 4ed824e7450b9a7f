package etude.tuner.cli;

import etude.trainer.run.Outcome;
import etude.trainer.run.RunDirectory;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine;

/** Says how training ended, in words and as an exit code. */
final class OutcomePrinter {
    private final PrintWriter out;
    private final PrintWriter err;

    OutcomePrinter(CommandLine command) {
        out = command.getOut();
        err = command.getErr();
    }

    /** Results go to stdout, mishaps to stderr; returns the exit code. */
    int print(Outcome outcome, Path directory) {
        if (outcome instanceof Outcome.Completed) {
            RunResult.read(new RunDirectory(directory))
                    .ifPresent(result -> result.lines().forEach(out::println));
            out.println("Results are in " + directory + ".");
            return ExitCode.DONE;
        }
        if (outcome instanceof Outcome.Preempted preempted) {
            err.printf(
                    "etude: stopped after step %d, with a checkpoint in %s; run the same command"
                            + " again to continue%n",
                    preempted.step(), directory);
            return ExitCode.PREEMPTED;
        }
        if (outcome instanceof Outcome.Diverged diverged) {
            err.printf(
                    "etude: training diverged: the loss or gradient after step %d was not finite;"
                            + " try a smaller optimizer.learning_rate, more schedule.warmup_steps"
                            + " or gradient_clipping (%s has the steps before)%n",
                    diverged.step(), directory);
            return ExitCode.DIVERGED;
        }
        Outcome.OutOfMemory memory = (Outcome.OutOfMemory) outcome;
        err.printf(
                "etude: out of memory: %s %d does not fit (%s); try a smaller %1$s%n",
                memory.setting(), memory.batchSize(), memory.detail());
        return ExitCode.OUT_OF_MEMORY;
    }
}
