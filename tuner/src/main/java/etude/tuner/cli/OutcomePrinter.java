package etude.tuner.cli;

import etude.datasets.EtudeException;
import etude.trainer.metrics.Measurement;
import etude.trainer.run.KeptData;
import etude.trainer.run.Outcome;
import etude.trainer.run.RunDirectory;
import etude.trainer.run.Summary;
import etude.tuner.report.PageFolder;
import etude.tuner.report.RunReport;
import etude.tuner.text.MetricLine;
import etude.tuner.text.Table;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Says how training ended, in words and as an exit code. */
record OutcomePrinter(PrintingCommand command) {
    /** Results go to stdout, mishaps to stderr; returns the exit code. */
    int print(Outcome outcome, Path directory) {
        if (outcome instanceof Outcome.Completed) {
            Summary.read(new RunDirectory(directory))
                    .ifPresent(summary -> lines(summary).forEach(command.out()::println));
            command.out().println("Results are in " + directory + ".");
            return ExitCode.DONE;
        }
        if (outcome instanceof Outcome.Preempted preempted) {
            command.err()
                    .printf(
                            "etude: stopped after step %d, with a checkpoint in %s; run the same command"
                                    + " again to continue%n",
                            preempted.step(), directory);
            return ExitCode.PREEMPTED;
        }
        if (outcome instanceof Outcome.Diverged diverged) {
            command.err()
                    .printf(
                            "etude: training diverged: the loss or gradient after step %d was not finite;"
                                    + " try a smaller optimizer.learning_rate, more schedule.warmup_steps"
                                    + " or gradient_clipping (%s has the steps before)%n",
                            diverged.step(), directory);
            return ExitCode.DIVERGED;
        }
        Outcome.OutOfMemory memory = (Outcome.OutOfMemory) outcome;
        command.err()
                .printf(
                        "etude: %s: %s; try a smaller %s%n",
                        memory.status().words(), memory.sentence(), memory.setting());
        return ExitCode.OUT_OF_MEMORY;
    }

    /** Writes the report of a run into its directory. */
    void report(Path directory, KeptData data) {
        report(directory, new PageFolder(directory), data);
    }

    /**
     * Writes the report of a run. One that fails is a warning, whatever the reason: the run is what
     * it is without.
     *
     * @param data that may be open still
     */
    void report(Path directory, PageFolder folder, KeptData data) {
        try {
            Path html = RunReport.write(new RunDirectory(directory), folder, data, command.words());
            command.out().println("The report: " + html);
        } catch (EtudeException e) {
            command.err().println("etude: the run has no report: " + e.getMessage());
        } catch (RuntimeException | OutOfMemoryError e) {
            command.err()
                    .println(
                            "etude: the run has no report, which is a bug in Etude (%s); the run itself is whole"
                                    .formatted(e));
        }
    }

    /**
     * What a user wants to know at the end: best step, and each metric there and at the end, but
     * those of single classes.
     */
    static List<String> lines(Summary summary) {
        Table table = new Table();
        Map<String, Double> best = summary.best().map(Measurement::metrics).orElse(Map.of());
        table.row("", "final", summary.best().map(b -> "best (step " + b.step() + ")").orElse(""));
        summary.finalMetrics()
                .forEach(
                        (name, value) -> {
                            if (!MetricLine.isOfClass(name)) {
                                table.row(
                                        name,
                                        MetricLine.value(name, value),
                                        Optional.ofNullable(best.get(name))
                                                .map(reached -> MetricLine.value(name, reached))
                                                .orElse(""));
                            }
                        });
        return table.lines();
    }
}
