package etude.tuner.cli;

import etude.trainer.run.RunDirectory;
import etude.tuner.runs.RunFolders;
import etude.tuner.workspace.Workspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Runs as a user names them.
 *
 * @param command that refuses what is none
 */
record RunArguments(PrintingCommand command, Workspace workspace) {
    static RunArguments of(PrintingCommand command, CommandContext context) {
        return new RunArguments(command, context.workspace());
    }

    /** A name alone is that of a run below runs/, unless there is a folder of that name here. */
    RunDirectory run(Path typed) {
        Path name = typed.getFileName();
        boolean alone = name != null && workspace.root().resolve(name).equals(typed);
        Path named = workspace.runs().resolve(alone ? name : typed);
        Path root = !Files.exists(typed) && Files.isDirectory(named) ? named : typed;
        command.require(
                RunFolders.isRun(root),
                "%s: expected a run directory, found %s"
                        .formatted(
                                root,
                                !Files.exists(root)
                                        ? "nothing; `etude run list` shows which there are"
                                        : "one without run.json"));
        return new RunDirectory(root);
    }

    /** Several, none of them twice. */
    List<Path> distinct(List<Path> typed) {
        List<Path> roots = typed.stream().map(one -> run(one).root()).toList();
        command.require(
                roots.stream().map(one -> one.toAbsolutePath().normalize()).distinct().count()
                        == roots.size(),
                "expected different runs, found one of them twice");
        return roots;
    }
}
