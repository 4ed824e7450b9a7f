package etude.tuner.cli;

import etude.datasets.Nearest;
import etude.datasets.Quoted;
import etude.datasets.catalogue.Catalogue;
import etude.datasets.catalogue.CatalogueEntry;
import etude.datasets.catalogue.CatalogueFile;
import etude.datasets.catalogue.Fetcher;
import etude.datasets.source.DataRoot;
import etude.tuner.progress.Bars;
import etude.tuner.progress.Terminal;
import etude.tuner.text.ByteSize;
import etude.tuner.text.Table;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Groups what can be done with data sets. */
@Command(
        name = "data",
        description = "List, fetch and inspect data sets.",
        subcommands = {
            DataCommand.Listing.class,
            DataCommand.Fetch.class,
            DataInspectCommand.class
        })
final class DataCommand {
    /** Prints the catalogue. */
    @Command(name = "list", description = "List the data sets that can be fetched by name.")
    static final class Listing extends PrintingCommand {
        private final Terminal terminal;

        Listing(CommandContext context) {
            terminal = context.terminal();
        }

        @Override
        public Integer call() {
            DataRoot root = DataRoot.fromEnvironment();
            Table table =
                    new Table(
                            List.of(
                                    Table.Column.of("NAME"),
                                    Table.Column.of("SIZE"),
                                    Table.Column.of("FETCHED"),
                                    Table.Column.of("LICENCE").cutTo(12),
                                    Table.Column.of("WHAT").cutTo(24)));
            for (CatalogueEntry entry : Catalogue.builtIn().entries()) {
                table.row(
                        entry.name(),
                        ByteSize.text(entry.bytes()),
                        entry.present(root.of(entry)) ? "yes" : "no",
                        entry.licence(),
                        entry.title());
            }
            table.fitted(terminal.width()).lines().forEach(out()::println);
            out().println();
            out().println("Data sets lie in %s (ETUDE_DATA).".formatted(root.directory()));
            return ExitCode.DONE;
        }
    }

    /** Downloads data sets of the catalogue. */
    @Command(
            name = "fetch",
            description = "Download data sets and verify them; a download that was cut goes on.")
    static final class Fetch extends PrintingCommand {
        private static final long MEBIBYTE = 1L << 20;

        @Parameters(
                paramLabel = "NAME",
                arity = "1..*",
                description = "As `etude data list` has it.")
        private List<String> names = List.of();

        private final Terminal terminal;

        Fetch(CommandContext context) {
            terminal = context.terminal();
        }

        @Override
        public Integer call() {
            DataRoot root = DataRoot.fromEnvironment();
            Catalogue catalogue = Catalogue.builtIn();
            List<CatalogueEntry> entries =
                    names.stream().map(name -> entry(catalogue, name)).toList();
            Fetcher fetcher = new Fetcher();
            for (CatalogueEntry entry : entries) {
                Path directory = root.of(entry);
                for (CatalogueFile file : entry.files()) {
                    fetch(fetcher, file, directory);
                }
                out().println(
                                "%s is in %s; licence: %s; from %s"
                                        .formatted(
                                                entry.name(),
                                                directory,
                                                entry.licence(),
                                                entry.home()));
            }
            return ExitCode.DONE;
        }

        private CatalogueEntry entry(Catalogue catalogue, String name) {
            List<String> known = catalogue.entries().stream().map(CatalogueEntry::name).toList();
            require(
                    known.contains(name),
                    "%s: no data set of the catalogue%s"
                            .formatted(Quoted.of(name), Nearest.hint(name, known, "it has")));
            return catalogue.get(name);
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
            err().println("Fetching " + file.name() + ", " + ByteSize.text(file.bytes()));
            fetcher.fetch(file, directory, (done, total) -> {});
        }
    }
}
