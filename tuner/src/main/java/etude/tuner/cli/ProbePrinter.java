package etude.tuner.cli;

import etude.tuner.probe.ProbeListener;
import etude.tuner.probe.ProbeResult;
import etude.tuner.probe.ProbeTable;
import etude.tuner.probe.SizeResult;
import java.io.PrintWriter;
import picocli.CommandLine;

/** One line per size on stderr. */
record ProbePrinter(CommandLine command) implements ProbeListener {
    @Override
    public void note(String sentence) {
        print(sentence);
    }

    @Override
    public void measuring(int batchSize, boolean again) {
        print(
                "batch size %d: measuring%s ..."
                        .formatted(
                                batchSize, again ? " again, for that process was oddly slow" : ""));
    }

    @Override
    public void measured(ProbeResult probe, SizeResult result, boolean reused) {
        print(
                "batch size %d: %s%s"
                        .formatted(
                                result.batchSize(),
                                ProbeTable.line(probe, result),
                                reused ? " (measured earlier)" : ""));
    }

    private void print(String line) {
        PrintWriter err = command.getErr();
        err.println(line);
        err.flush();
    }
}
