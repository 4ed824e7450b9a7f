package etude.tuner.cli;

import etude.datasets.catalogue.Catalogue;
import etude.datasets.catalogue.CatalogueEntry;
import etude.datasets.source.DataRoot;
import etude.tuner.text.ByteSize;
import etude.tuner.text.Table;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the catalogue. */
@Command(name = "list", description = "List the data sets that can be fetched by name.")
final class DataListCommand implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        DataRoot root = DataRoot.fromEnvironment();
        Table table = new Table().row("NAME", "SIZE", "FETCHED", "LICENCE", "WHAT");
        for (CatalogueEntry entry : Catalogue.builtIn().entries()) {
            table.row(
                    entry.name(),
                    ByteSize.text(entry.bytes()),
                    entry.present(root.of(entry)) ? "yes" : "no",
                    entry.licence(),
                    entry.title());
        }
        PrintWriter out = spec.commandLine().getOut();
        table.lines().forEach(out::println);
        out.println();
        out.println("Data sets lie in %s (ETUDE_DATA).".formatted(root.directory()));
        return ExitCode.DONE;
    }
}
