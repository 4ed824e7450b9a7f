package etude.tuner.cli;

import etude.trainer.run.RunDirectory;
import etude.trainer.run.RunLabels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Groups what can be done with many runs, and holds what is said of one afterwards. */
@Command(
        name = "run",
        description = "Many runs: list, compare, remove, tag and note them.",
        subcommands = {
            RunListCommand.class,
            RunCompareCommand.class,
            RunRemoveCommand.class,
            RunCommand.Tag.class,
            RunCommand.Note.class
        })
final class RunCommand {
    static final String RUN = "A run directory, or the name of one below runs/.";

    /** Changes the tags of a run. */
    @Command(
            name = Tag.NAME,
            description = {
                "Add tags to a run and take others away: etude run tag RUN +good -bad",
                "`etude run list --where tags.good` lists those that have one. A tag is made of letters,"
                        + " digits and underscores."
            })
    static final class Tag extends PrintingCommand {
        static final String NAME = "tag";

        @Parameters(index = "0", paramLabel = "RUN", description = RUN)
        private Path run = Path.of("");

        @Parameters(
                index = "1..*",
                arity = "1..*",
                paramLabel = "+TAG|-TAG",
                description = "A tag to add, or to take away.")
        private List<String> changes = List.of();

        private final CommandContext context;

        Tag(CommandContext context) {
            this.context = context;
        }

        @Override
        public Integer call() {
            List<String> added = new ArrayList<>();
            List<String> removed = new ArrayList<>();
            for (String change : changes) {
                String tag = change.substring(Math.min(1, change.length()));
                require(
                        change.matches("[+-].*") && RunLabels.isTag(tag),
                        "expected a tag to add or to take away, such as +good or -bad, of letters,"
                                + " digits and underscores, found \"%s\"".formatted(change));
                (change.startsWith("+") ? added : removed).add(tag);
            }
            RunDirectory directory = RunArguments.of(this, context).run(run);
            RunLabels labels = RunLabels.read(directory).tagged(added, removed);
            labels.write(directory);
            out().printf(
                            "%s: %s%n",
                            directory.root(),
                            labels.tags().isEmpty() ? "no tags" : String.join(" ", labels.tags()));
            return ExitCode.DONE;
        }
    }

    /** Changes the note of a run. */
    @Command(
            name = "note",
            description = {
                "Write a note on a run; another one replaces it, and \"\" removes it.",
                "It goes before the notes of the config, which stay as they are."
            })
    static final class Note extends PrintingCommand {
        @Parameters(index = "0", paramLabel = "RUN", description = RUN)
        private Path run = Path.of("");

        @Parameters(index = "1..*", arity = "1..*", paramLabel = "TEXT", description = "The note.")
        private List<String> text = List.of();

        private final CommandContext context;

        Note(CommandContext context) {
            this.context = context;
        }

        @Override
        public Integer call() {
            RunDirectory directory = RunArguments.of(this, context).run(run);
            String note = String.join(" ", text).strip();
            RunLabels.read(directory).noted(note).write(directory);
            out().println(
                            note.isEmpty()
                                    ? directory.root() + " has no note now."
                                    : directory.root() + ": " + note);
            return ExitCode.DONE;
        }
    }
}
