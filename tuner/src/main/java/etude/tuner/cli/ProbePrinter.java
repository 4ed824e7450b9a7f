package etude.tuner.cli;

import etude.tuner.probe.ProbeListener;
import etude.tuner.probe.ProbeOutcome;
import etude.tuner.probe.SizeReport;
import etude.tuner.progress.Terminal;
import java.io.PrintWriter;
import java.util.List;

/** Says how a probe goes, one line per size on stderr, and how it ended. */
record ProbePrinter(PrintingCommand command, Terminal terminal) implements ProbeListener {
    @Override
    public void note(String sentence) {
        command.err().println(sentence);
    }

    @Override
    public void measuring(int batchSize, boolean again) {
        note(
                "batch size %d: measuring%s ..."
                        .formatted(
                                batchSize, again ? " again, for that process was oddly slow" : ""));
    }

    @Override
    public void confirming(int batchSize, int steps) {
        note("batch size %d: training %d steps ...".formatted(batchSize, steps));
    }

    @Override
    public void alone(int batchSize, int ranks) {
        note(
                "batch size %d, the part of one of %d ranks: measuring one by itself ..."
                        .formatted(batchSize, ranks));
    }

    @Override
    public void measured(int batchSize, String result, boolean reused) {
        note(
                "batch size %d: %s%s"
                        .formatted(batchSize, result, reused ? " (measured earlier)" : ""));
    }

    int outcome(ProbeOutcome outcome) {
        if (outcome instanceof ProbeOutcome.Done done) {
            report(done.report());
            return ExitCode.DONE;
        }
        if (outcome instanceof ProbeOutcome.NothingFits nothing) {
            note("etude: " + nothing.sentence());
            return ExitCode.OUT_OF_MEMORY;
        }
        ProbeOutcome.Preempted preempted = (ProbeOutcome.Preempted) outcome;
        note(
                "etude: stopped after %d sizes; the same command continues"
                        .formatted(preempted.sizes()));
        return ExitCode.PREEMPTED;
    }

    void report(SizeReport report) {
        PrintWriter out = command.out();
        command.print(
                report.table().fitted(terminal.width()).lines(report.data().toString()), terminal);
        for (String sentence : report.sentences()) {
            out.println();
            command.print(List.of(sentence), terminal);
        }
        out.println("\nThe page with its plots: " + report.page());
    }
}
