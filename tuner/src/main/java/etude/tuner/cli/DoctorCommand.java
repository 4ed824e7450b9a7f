package etude.tuner.cli;

import etude.datasets.source.DataRoot;
import etude.trainer.gpu.EngineLibrary;
import etude.trainer.gpu.Libtorch;
import etude.trainer.gpu.LibtorchDownload;
import etude.trainer.run.Versions;
import etude.tuner.doctor.EngineChecks;
import etude.tuner.doctor.Finding;
import etude.tuner.doctor.LibraryChoice;
import etude.tuner.doctor.MachineChecks;
import etude.tuner.progress.Terminal;
import etude.tuner.text.ByteSize;
import etude.tuner.text.Table;
import etude.tuner.workspace.Workspace;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Looks at everything that training needs and says it in words. */
@Command(
        name = "doctor",
        description = "Check Java, memory, disk, engine and devices, and say what to do.")
final class DoctorCommand extends PrintingCommand {
    private final Workspace workspace;
    private final LibraryChoice library;
    private final Terminal terminal;

    @Option(
            names = "--use",
            paramLabel = "gpu|cpu|DIR",
            description =
                    "Take these libraries of PyTorch in this checkout from now on: gpu (the CUDA"
                            + " build, fetched from DJL's own host, some 3 GB), cpu (what comes"
                            + " with Etude), or an installed PyTorch "
                            + Libtorch.VERSION
                            + ".")
    private Optional<String> use = Optional.empty();

    @Option(
            names = "--mirror",
            paramLabel = "URL|DIR",
            description = "With --use gpu: fetch from here, where files lie as on DJL's host.")
    private Optional<String> mirror = Optional.empty();

    DoctorCommand(CommandContext context) {
        workspace = context.workspace();
        library = context.library();
        terminal = context.terminal();
    }

    @Override
    public Integer call() {
        require(
                mirror.isEmpty() || use.equals(Optional.of("gpu")),
                "--mirror goes with --use gpu, which fetches something");
        use.ifPresent(this::use);
        List<Finding> findings =
                Stream.concat(
                                MachineChecks.findings(
                                        Versions.etude(),
                                        workspace.runs(),
                                        DataRoot.fromEnvironment())
                                        .stream(),
                                EngineChecks.findings().stream())
                        .toList();
        Table table =
                new Table(
                        List.of(
                                Table.Column.of(""),
                                Table.Column.of(""),
                                Table.Column.of("").flowingIn(30)));
        findings.forEach(f -> table.row(f.level().name(), f.subject(), f.sentence()));
        table.fitted(terminal.width()).lines().forEach(out()::println);
        boolean usable = findings.stream().noneMatch(f -> f.level() == Finding.Level.FAIL);
        return usable ? ExitCode.DONE : ExitCode.FAILURE;
    }

    private void use(String wanted) {
        String chosen =
                switch (wanted) {
                    case "cpu" -> library.forget();
                    case "gpu" -> library.use(fetched());
                    default -> library.use(workspace.resolve(wanted));
                };
        out().println(LibraryChoice.sentence(chosen, EngineLibrary.exported()));
    }

    private Path fetched() {
        library.requireWritable(); // before gigabytes arrive
        return download().fetch(this::arrived);
    }

    private LibtorchDownload download() {
        return LibtorchDownload.from(
                mirror.map(named -> LibraryChoice.mirror(named, workspace.resolve(named)))
                        .orElse(LibtorchDownload.DJL));
    }

    private void arrived(String name, long bytes) {
        out().println("%s, %s".formatted(name, ByteSize.text(bytes)));
    }
}
