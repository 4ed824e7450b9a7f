package etude.tuner.cli;

import etude.tuner.compare.ComparisonOptions;
import etude.tuner.compare.ComparisonTable;
import etude.tuner.compare.StepComparison;
import etude.tuner.compare.StepComparison.Result;
import etude.tuner.progress.Terminal;
import etude.tuner.study.OpenStudy;
import etude.tuner.study.Supervisor;
import etude.tuner.text.Table;
import etude.tuner.tracking.StudyStatus;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Runs a comparison of batch sizes as a study, and says what came of it.
 *
 * @param device for every trial
 * @param workers trials that run at once
 */
record CompareSteps(CommandSpec spec, Terminal terminal, String device, int workers) {
    private static final Duration LEASE = Duration.ofSeconds(30);

    int run(ComparisonOptions options) {
        PrintWriter err = spec.commandLine().getErr();
        StepComparison comparison = StepComparison.of(options);
        try (OpenStudy study = comparison.open(note -> say(err, note))) {
            StudyWork work = new StudyWork(spec, terminal, "", List.of(device), LEASE);
            if (work.supervise(study, workers) == Supervisor.End.STOPPED) {
                say(err, "etude: stopped; the same command continues");
                return ExitCode.PREEMPTED;
            }
            print(comparison.result(study));
            return failed(StudyStatus.of(study).failed(), comparison, err);
        }
    }

    private void print(Result result) {
        PrintWriter out = spec.commandLine().getOut();
        Table table = new Table();
        for (List<String> row : ComparisonTable.rows(result.comparison())) {
            table.row(row.toArray(String[]::new));
        }
        table.lines().forEach(out::println);
        result.sentences().forEach(sentence -> out.println("\n" + sentence));
        out.println("\nThe page with its plots: " + result.files().html());
        out.flush();
    }

    private static int failed(long trials, StepComparison comparison, PrintWriter err) {
        if (trials == 0) {
            return ExitCode.DONE;
        }
        say(
                err,
                "etude: %d trial%s failed and %s missing from the comparison; `etude study status %s` says why, `etude study retry %s` makes the same command try again"
                        .formatted(
                                trials,
                                trials == 1 ? "" : "s",
                                trials == 1 ? "is" : "are",
                                comparison.directory(),
                                comparison.directory()));
        return ExitCode.FAILURE;
    }

    private static void say(PrintWriter err, String line) {
        err.println(line);
        err.flush();
    }
}
