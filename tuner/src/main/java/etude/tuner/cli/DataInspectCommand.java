package etude.tuner.cli;

import etude.datasets.config.DatasetConfig;
import etude.datasets.source.DataRoot;
import etude.datasets.source.DatasetSummary;
import etude.datasets.source.Sources;
import etude.datasets.split.Splits;
import etude.tuner.dataset.DatasetArgument;
import etude.tuner.dataset.DatasetDescription;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what training would see of a data set. */
@Command(
        name = "inspect",
        description = "Show shapes, splits, classes and statistics of a data set.")
final class DataInspectCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "NAME|CONFIG|PATH",
            description = "A name of `etude data list`, a training config, or a file or folder.")
    private String dataset = "";

    @Option(
            names = "--target",
            paramLabel = "COLUMN",
            description = "The column to predict, for a path to a table.")
    private Optional<String> target = Optional.empty();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        DataRoot root = DataRoot.fromEnvironment();
        PrintWriter err = spec.commandLine().getErr();
        PrintWriter out = spec.commandLine().getOut();
        DatasetConfig config = new DatasetArgument(root, target).read(dataset);
        try (Splits splits =
                Sources.open(
                        config,
                        root,
                        note -> {
                            err.println(note);
                            err.flush();
                        })) {
            new DatasetDescription(DatasetSummary.of(splits)).lines().forEach(out::println);
        }
        return ExitCode.DONE;
    }
}
