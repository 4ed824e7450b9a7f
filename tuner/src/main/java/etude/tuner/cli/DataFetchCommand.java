package etude.tuner.cli;

import etude.datasets.catalogue.Catalogue;
import etude.datasets.catalogue.CatalogueEntry;
import etude.datasets.catalogue.CatalogueFile;
import etude.datasets.catalogue.Fetcher;
import etude.datasets.source.DataRoot;
import etude.tuner.progress.Bars;
import etude.tuner.progress.Terminal;
import etude.tuner.text.ByteSize;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Downloads data sets of the catalogue. */
@Command(
        name = "fetch",
        description = "Download data sets and verify them; a download that was cut goes on.")
final class DataFetchCommand implements Callable<Integer> {
    private static final long MEBIBYTE = 1L << 20;

    @Parameters(paramLabel = "NAME", arity = "1..*", description = "As `etude data list` has it.")
    private List<String> names = List.of();

    @Spec private CommandSpec spec = CommandSpec.create();

    private final Terminal terminal;

    DataFetchCommand(CommandContext context) {
        terminal = context.terminal();
    }

    @Override
    public Integer call() {
        DataRoot root = DataRoot.fromEnvironment();
        Catalogue catalogue = Catalogue.builtIn();
        List<CatalogueEntry> entries = names.stream().map(catalogue::get).toList();
        Fetcher fetcher = new Fetcher();
        PrintWriter out = spec.commandLine().getOut();
        for (CatalogueEntry entry : entries) {
            Path directory = root.of(entry);
            for (CatalogueFile file : entry.files()) {
                fetch(fetcher, file, directory);
            }
            out.println(
                    "%s is in %s; licence: %s".formatted(entry.name(), directory, entry.licence()));
            out.flush();
        }
        return ExitCode.DONE;
    }

    private void fetch(Fetcher fetcher, CatalogueFile file, Path directory) {
        Optional<Bars> bars = terminal.bars();
        if (bars.isPresent()) {
            try (ProgressBar bar =
                    bars.get().start(file.name(), " MiB", MEBIBYTE, 0, file.bytes())) {
                fetcher.fetch(file, directory, (done, total) -> bar.stepTo(done));
            }
            return;
        }
        PrintWriter err = spec.commandLine().getErr();
        err.println("Fetching " + file.name() + ", " + ByteSize.text(file.bytes()));
        err.flush();
        fetcher.fetch(file, directory, (done, total) -> {});
    }
}
