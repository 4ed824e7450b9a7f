package etude.tuner.cli;

import etude.tuner.progress.Terminal;
import etude.tuner.study.OpenStudy;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** One worker, beside others on this machine or on another. */
@Command(
        name = "worker",
        description = {
            "Run trials of a study that has begun, one at a time, beside other workers.",
            "On another machine it needs the same store, and the study's directory."
        })
final class StudyWorkerCommand implements Callable<Integer> {
    @Mixin private final StudyArgument argument;
    @Mixin private WorkerOptions workerOptions = new WorkerOptions();
    @Spec private CommandSpec spec = CommandSpec.create();

    private final Terminal terminal;

    StudyWorkerCommand(CommandContext context) {
        argument = new StudyArgument(context);
        terminal = context.terminal();
    }

    @Override
    public Integer call() {
        StudyWork work = StudyWork.of(spec, terminal, argument, workerOptions);
        try (OpenStudy study = argument.open()) {
            return work.run(study, 1);
        }
    }
}
