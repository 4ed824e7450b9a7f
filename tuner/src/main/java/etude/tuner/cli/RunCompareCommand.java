package etude.tuner.cli;

import etude.trainer.files.WriteFailures;
import etude.tuner.report.RunComparisonPage;
import etude.tuner.runs.RunComparison;
import etude.tuner.text.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Runs side by side. */
@Command(
        name = "compare",
        description = {
            "Compare runs: what each reached at its best step, and the settings in which they differ.",
            "The page, compare.html, has their curves over each other; it goes to"
                    + " reports/compare-A-B."
        })
final class RunCompareCommand extends PrintingCommand {
    /** So many look different on the page, in colour and in grey. */
    private static final int MOST = 16;

    /** In the name of the folder; the page names them all. */
    private static final int NAMED = 3;

    @Parameters(
            paramLabel = "RUN",
            arity = "2..*",
            description = "Two to sixteen: run directories, or names of some below runs/.")
    private List<Path> runs = List.of();

    @Mixin private final OutOption out;
    private final CommandContext context;

    RunCompareCommand(CommandContext context) {
        this.context = context;
        out = new OutOption(context.workspace());
    }

    @Override
    public Integer call() {
        require(
                runs.size() <= MOST,
                "expected at most %d runs, found %d; name those that matter"
                        .formatted(MOST, runs.size()));
        List<Path> roots = RunArguments.of(this, context).distinct(runs);
        RunComparison comparison = RunComparison.read(roots);
        table(comparison)
                .fitted(context.terminal().width())
                .lines("the page")
                .forEach(out()::println);
        print(comparison.caveats(), context.terminal());
        comparison.problems().forEach(problem -> err().println("etude: " + problem));
        Path usual = made(context.workspace().reports().resolve(folderName(comparison)));
        Path page =
                new RunComparisonPage(comparison)
                        .write(out.folder(usual, () -> "", err()), words());
        print(List.of("The page: " + page), context.terminal());
        return ExitCode.DONE;
    }

    private Path made(Path folder) {
        if (!out.isGiven()) {
            try {
                Files.createDirectories(folder);
            } catch (IOException e) {
                throw WriteFailures.explain("folder", folder, "no page was written", e);
            }
        }
        return folder;
    }

    private static String folderName(RunComparison comparison) {
        List<String> labels = comparison.labels();
        String name =
                String.join("-", labels.subList(0, Math.min(NAMED, labels.size())))
                        .replaceAll("[^\\p{L}\\p{N}._-]", "-");
        return "compare-%s%s"
                .formatted(
                        name.substring(0, Math.min(100, name.length())),
                        labels.size() > NAMED
                                ? "-and-%d-more".formatted(labels.size() - NAMED)
                                : "");
    }

    private static Table table(RunComparison comparison) {
        List<Table.Column> columns = new ArrayList<>();
        columns.add(Table.Column.of("WHAT"));
        for (int i = 0; i < comparison.labels().size(); i++) {
            columns.add(Table.Column.of(comparison.labels().get(i)).rank(i).cutTo(10));
        }
        Table table = new Table(columns);
        Stream.concat(comparison.results().stream(), comparison.settings().stream())
                .forEach(
                        row ->
                                table.row(
                                        Stream.concat(Stream.of(row.what()), row.values().stream())
                                                .toArray(String[]::new)));
        return table;
    }
}
