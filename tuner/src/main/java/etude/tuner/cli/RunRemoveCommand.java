package etude.tuner.cli;

import etude.trainer.run.RunDirectory;
import etude.tuner.record.TestLooks;
import etude.tuner.runs.ListedRun;
import etude.tuner.runs.RunFilter;
import etude.tuner.runs.RunRemoval;
import etude.tuner.runs.RunTable;
import etude.tuner.text.ByteSize;
import etude.tuner.text.Numbers;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** Takes runs off the disk. */
@Command(
        name = "remove",
        description = {
            "Remove runs with all their files, or with --keep-best their checkpoints but the best.",
            "A run that is being trained is refused, and so is one of a study without --trials: the"
                    + " study keeps its results and loses its curves."
        })
final class RunRemoveCommand extends PrintingCommand {
    @Parameters(paramLabel = "RUN", arity = "0..*", description = RunCommand.RUN)
    private List<Path> runs = List.of();

    @Option(
            names = "--where",
            paramLabel = "CONDITION",
            description =
                    "In the place of RUN: the runs below runs/ that it holds for, as of `etude run list --where`.")
    private Optional<String> where = Optional.empty();

    @Option(
            names = "--keep-best",
            description = {
                "Removes only checkpoints, and not the best one. The newest stays as well where"
                        + " training has not come to its end and may go on from it.",
            })
    private boolean keepBest;

    @Option(names = "--trials", description = "Removes runs that belong to a study, too.")
    private boolean trials;

    @Option(names = "--yes", description = "Does not ask.")
    private boolean yes;

    private final CommandContext context;

    RunRemoveCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        require(
                runs.isEmpty() == where.isPresent(),
                runs.isEmpty()
                        ? "expected RUN or --where CONDITION, found neither; say which runs to remove"
                        : "--where: expected it in the place of runs, found both; leave one of them out");
        List<Path> roots =
                where.map(this::chosen)
                        .orElseGet(() -> RunArguments.of(this, context).distinct(runs));
        if (roots.isEmpty()) {
            out().println("The condition holds for no run; nothing was removed.");
            return ExitCode.DONE;
        }
        roots.forEach(this::requireOwn);
        try (RunRemoval removal = new RunRemoval(roots)) {
            if (!yes && !agreed(removal)) {
                out().println("Nothing was removed.");
                return ExitCode.FAILURE;
            }
            long freed = keepBest ? removal.keepBest() : removal.remove();
            out().println(
                            "%s %s; %s freed."
                                    .formatted(
                                            Numbers.count(roots.size(), "run"),
                                            keepBest ? "thinned" : "removed",
                                            ByteSize.text(freed)));
        }
        return ExitCode.DONE;
    }

    private List<Path> chosen(String condition) {
        try {
            return RunTable.read(context.workspace().runs())
                    .where(new RunFilter(condition))
                    .runs()
                    .stream()
                    .map(ListedRun::root)
                    .toList();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec().commandLine(), "--where: " + e.getMessage(), e);
        }
    }

    private void requireOwn(Path root) {
        Optional<Path> study = TestLooks.study(new RunDirectory(root));
        require(
                trials || study.isEmpty(),
                "%s belongs to the study %s, whose report would lose its curves; add --trials to remove it all the same"
                        .formatted(root, study.map(Path::toString).orElse("")));
    }

    private boolean agreed(RunRemoval removal) {
        for (ListedRun run : removal.runs()) {
            out().println(
                            "%s  %s, %s"
                                    .formatted(
                                            run.root(),
                                            run.state().words(),
                                            ByteSize.text(run.bytes())));
        }
        out().printf(
                        keepBest
                                ? "Remove all checkpoints but the best of %s? [y/N] "
                                : "Remove %s for good? [y/N] ",
                        Numbers.count(removal.runs().size(), "run"));
        out().flush();
        Optional<String> answer = context.answers().get();
        if (answer.isEmpty()) {
            out().println();
        }
        return answer.map(word -> word.strip().toLowerCase(Locale.ROOT))
                .filter(word -> word.equals("y") || word.equals("yes"))
                .isPresent();
    }
}
