package etude.tuner.cli;

import etude.datasets.EtudeException;
import etude.trainer.run.RunDirectory;
import etude.tuner.report.RunReport;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;

/** Writes the report of a run that is there already, and says where it is. */
final class RunReportPrinter {
    private RunReportPrinter() {}

    /** A report that fails is a warning, whatever the reason: the run is what it is without. */
    static void print(CommandSpec spec, Path runDirectory) {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        try {
            Path html = RunReport.write(new RunDirectory(runDirectory), CommandWords.of(spec));
            out.println("The report: " + html);
            out.flush();
        } catch (EtudeException e) {
            err.println("etude: the run has no report: " + e.getMessage());
            err.flush();
        } catch (RuntimeException | OutOfMemoryError e) {
            err.println(
                    "etude: the run has no report, which is a bug in Etude (%s); the run itself is whole"
                            .formatted(e));
            err.flush();
        }
    }
}
