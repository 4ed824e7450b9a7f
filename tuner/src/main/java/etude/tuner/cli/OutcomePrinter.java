package etude.tuner.cli;

import etude.trainer.metrics.Measurement;
import etude.trainer.run.Outcome;
import etude.trainer.run.RunDirectory;
import etude.trainer.run.Summary;
import etude.tuner.text.MetricLine;
import etude.tuner.text.Table;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
            Summary.read(new RunDirectory(directory))
                    .ifPresent(summary -> lines(summary).forEach(out::println));
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
                "etude: %s: %s; try a smaller %s%n",
                memory.status().words(), memory.sentence(), memory.setting());
        return ExitCode.OUT_OF_MEMORY;
    }

    /** What a user wants to know at the end: best step, and each metric there and at the end. */
    static List<String> lines(Summary summary) {
        Table table = new Table();
        Map<String, Double> best = summary.best().map(Measurement::metrics).orElse(Map.of());
        table.row("", "final", summary.best().map(b -> "best (step " + b.step() + ")").orElse(""));
        summary.finalMetrics()
                .forEach(
                        (name, value) ->
                                table.row(
                                        name,
                                        MetricLine.number(value),
                                        Optional.ofNullable(best.get(name))
                                                .map(MetricLine::number)
                                                .orElse("")));
        return table.lines();
    }
}
