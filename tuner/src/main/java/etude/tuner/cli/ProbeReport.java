package etude.tuner.cli;

import etude.tuner.probe.ProbeOutcome;
import etude.tuner.probe.ProbeTable;
import etude.tuner.text.Table;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;

/** Says how a probe ended. */
record ProbeReport(CommandLine command) {
    int print(ProbeOutcome outcome) {
        PrintWriter out = command.getOut();
        PrintWriter err = command.getErr();
        if (outcome instanceof ProbeOutcome.Done done) {
            Table table = new Table();
            for (List<String> row : ProbeTable.rows(done.result(), done.reading())) {
                table.row(row.toArray(String[]::new));
            }
            table.lines().forEach(out::println);
            done.reading().sentences().forEach(sentence -> out.println("\n" + sentence));
            out.println("\nThe page with its plots: " + done.files().html());
            out.flush();
            return ExitCode.DONE;
        }
        if (outcome instanceof ProbeOutcome.NothingFits nothing) {
            err.println("etude: " + nothing.sentence());
            return ExitCode.OUT_OF_MEMORY;
        }
        ProbeOutcome.Preempted preempted = (ProbeOutcome.Preempted) outcome;
        err.println(
                "etude: stopped after %d sizes; the same command continues"
                        .formatted(preempted.sizes()));
        return ExitCode.PREEMPTED;
    }
}
