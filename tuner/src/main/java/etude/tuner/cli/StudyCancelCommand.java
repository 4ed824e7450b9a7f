package etude.tuner.cli;

import etude.trainer.config.ConfigException;
import etude.tuner.cluster.Submitted;
import etude.tuner.study.StudyDirectory;
import etude.tuner.text.Numbers;
import java.util.List;
import picocli.CommandLine.Command;

/** Stops the workers of a study that were started on other machines. */
@Command(
        name = "cancel",
        description = {
            "Stop the workers that `etude study submit` started: what waits is cancelled, and what runs saves a"
                    + " checkpoint and gives its trial back.",
            "Returns once they have stopped; `etude study run` or `submit` goes on with the study."
        })
final class StudyCancelCommand extends OneStudyCommand {
    StudyCancelCommand(CommandContext context) {
        super(context);
    }

    @Override
    public Integer call() {
        StudyDirectory directory = directory();
        Submitted submitted = new Submitted(directory.root(), context().programs());
        if (submitted.isEmpty()) {
            throw new ConfigException(
                    List.of(
                            "%s: no workers were submitted for this study; one that runs in a terminal stops with Ctrl-C"
                                    .formatted(directory.root())));
        }
        Submitted.Cancelled cancelled =
                submitted.cancel(
                        running ->
                                err().printf(
                                                "Waiting for %s to save a checkpoint ...%n",
                                                Numbers.count(running, "worker")));
        cancelled.problems().forEach(problem -> err().println("etude: " + problem));
        out().printf(
                        "Cancelled %s that waited, and stopped %s.%n",
                        Numbers.count(cancelled.waiting(), "job"),
                        Numbers.count(cancelled.stopped(), "worker"));
        out().flush();
        return cancelled.problems().isEmpty() ? ExitCode.DONE : ExitCode.FAILURE;
    }
}
