package etude.tuner.cli;

import etude.trainer.files.Json;
import etude.tuner.progress.Terminal;
import etude.tuner.report.StudyIndex;
import etude.tuner.tracking.TrackingTable;
import etude.tuner.workspace.Workspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** All studies in one table. */
@Command(
        name = "list",
        description = {
            "Print the tracking table: every study with its number of trials, its best result, its"
                    + " goal, notes and config.",
            "--format json, csv and html have the command to reproduce the best result too.",
            "A study that cannot be read is named on stderr, and the exit code is 1.",
            "--format html writes the table to DIR/index.html (reports/index.html where this user"
                    + " cannot write DIR), with links to the reports."
        })
final class StudyListCommand extends PrintingCommand {
    private static final String NO_STUDY =
            "There is no study yet; `etude study run FILE` begins that of a study file.";

    /** What the table is written as. */
    enum Format {
        TABLE,
        JSON,
        CSV,
        HTML
    }

    @Parameters(
            paramLabel = "DIR",
            arity = "0..1",
            description = "Where the studies' directories are (default: studies).")
    private Optional<Path> directory = Optional.empty();

    @Mixin private final StoreOption store;

    @Option(
            names = "--format",
            paramLabel = "table|json|csv|html",
            description = "A table for people, the same for programs, or a page.")
    private Format format = Format.TABLE;

    @Mixin private final OutOption out;

    private final Workspace workspace;
    private final Terminal terminal;

    StudyListCommand(CommandContext context) {
        workspace = context.workspace();
        terminal = context.terminal();
        store = new StoreOption(workspace);
        out = new OutOption(workspace);
    }

    @Override
    public Integer call() {
        Path root = directory.orElseGet(workspace::studies);
        require(
                !Files.exists(root) || Files.isDirectory(root),
                "DIR: expected the directory of the studies' directories, found the file " + root);
        require(format == Format.HTML || !out.isGiven(), "--out: only --format html writes a page");
        TrackingTable table = TrackingTable.read(root, store.location());
        table.unreadable().forEach(sentence -> err().println("etude: " + sentence));
        switch (format) {
            case TABLE -> print(lines(table), terminal);
            case JSON -> out().print(Json.text(table.rows()));
            case CSV -> out().print(table.csv());
            case HTML -> out().println(index(root, table));
        }
        out().flush();
        return table.unreadable().isEmpty() ? ExitCode.DONE : ExitCode.FAILURE;
    }

    private List<String> lines(TrackingTable table) {
        return table.studies().isEmpty() && table.unreadable().isEmpty()
                ? List.of(NO_STUDY)
                : table.lines(terminal.width());
    }

    /** Of nothing there is no page, so that a mistaken DIR is left as it is. */
    private String index(Path root, TrackingTable table) {
        if (table.studies().isEmpty() && table.unreadable().isEmpty()) {
            return NO_STUDY;
        }
        return "The index: "
                + new StudyIndex(root, table.studies(), table.unreadable())
                        .write(out.folder(root, () -> "", err()), words());
    }
}
