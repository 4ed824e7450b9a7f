package etude.tuner.cli;

import etude.trainer.files.Json;
import etude.tuner.runs.RunFilter;
import etude.tuner.runs.RunTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** All runs in one table. */
@Command(
        name = "list",
        description = {
            "List runs, the newest first: status, steps, best value of what ranks its checkpoints,"
                    + " time, bytes on disk, tags and note.",
            "Trials of studies are runs too: `etude run list studies` lists them, and `etude run"
                    + " list .` all runs of this folder.",
            "A damaged run is in the list and says what is wrong with it."
        })
final class RunListCommand extends PrintingCommand {
    /** What the list is written as. */
    enum Format {
        TABLE,
        JSON,
        CSV
    }

    @Parameters(
            paramLabel = "DIR",
            arity = "0..1",
            description = "Where to look for run directories, at any depth (default: runs).")
    private Optional<Path> directory = Optional.empty();

    @Option(
            names = "--where",
            paramLabel = "CONDITION",
            description = {
                "Only runs that it holds for, such as \"best < 0.05 && optimizer.name == 'adam'\".",
                "It reads name, run, status, steps, metric, best, best_step, seconds, bytes, note,"
                        + " tags.TAG and every key of the config; a run without one of them is left"
                        + " out."
            })
    private Optional<String> where = Optional.empty();

    @Option(
            names = "--format",
            paramLabel = "table|json|csv",
            description = "A table for people, or everything for programs.")
    private Format format = Format.TABLE;

    private final CommandContext context;

    RunListCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        Path folder = directory.orElseGet(context.workspace()::runs);
        require(
                directory.isEmpty() || Files.isDirectory(folder),
                "DIR: expected a folder with run directories, found %s"
                        .formatted(Files.exists(folder) ? "the file " + folder : "no " + folder));
        Optional<RunFilter> filter = where.map(this::filter);
        RunTable all = RunTable.read(folder);
        RunTable table = filter.map(one -> filtered(all, one)).orElse(all);
        switch (format) {
            case TABLE -> print(lines(all, table, folder), context.terminal());
            case JSON -> out().print(Json.text(table.rows()));
            case CSV -> out().print(table.csv());
        }
        out().flush();
        return ExitCode.DONE;
    }

    private RunFilter filter(String condition) {
        try {
            return new RunFilter(condition);
        } catch (IllegalArgumentException e) {
            throw refused(e);
        }
    }

    private RunTable filtered(RunTable table, RunFilter filter) {
        try {
            return table.where(filter);
        } catch (IllegalArgumentException e) {
            throw refused(e);
        }
    }

    private ParameterException refused(IllegalArgumentException problem) {
        return new ParameterException(
                spec().commandLine(), "--where: " + problem.getMessage(), problem);
    }

    private List<String> lines(RunTable all, RunTable table, Path folder) {
        if (!table.runs().isEmpty()) {
            return table.lines(context.terminal().width());
        }
        return List.of(
                all.runs().isEmpty()
                        ? "There is no run in %s yet; `etude train CONFIG` makes one."
                                .formatted(folder)
                        : "The condition holds for none of the %d runs in %s."
                                .formatted(all.runs().size(), folder));
    }
}
