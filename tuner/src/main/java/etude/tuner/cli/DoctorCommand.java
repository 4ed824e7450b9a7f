package etude.tuner.cli;

import etude.datasets.source.DataRoot;
import etude.tuner.doctor.EngineChecks;
import etude.tuner.doctor.Finding;
import etude.tuner.doctor.MachineChecks;
import etude.tuner.text.Table;
import etude.tuner.workspace.Workspace;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/** Looks at everything that training needs and says it in words. */
@Command(
        name = "doctor",
        description = "Check Java, memory, disk, engine and devices, and say what to do.")
final class DoctorCommand extends PrintingCommand {
    private final Workspace workspace;

    DoctorCommand(CommandContext context) {
        workspace = context.workspace();
    }

    @Override
    public Integer call() {
        List<Finding> findings =
                Stream.concat(
                                MachineChecks.findings(
                                        Version.current(),
                                        workspace.runs(),
                                        DataRoot.fromEnvironment())
                                        .stream(),
                                EngineChecks.findings().stream())
                        .toList();
        Table table = new Table();
        findings.forEach(f -> table.row(f.level().name(), f.subject(), f.sentence()));
        table.lines().forEach(out()::println);
        boolean usable = findings.stream().noneMatch(f -> f.level() == Finding.Level.FAIL);
        return usable ? ExitCode.DONE : ExitCode.FAILURE;
    }
}
