package etude.tuner.cli;

import etude.tuner.progress.Terminal;
import etude.tuner.study.OpenStudy;
import etude.tuner.tracking.StudyPlan;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the trials of a study. */
@Command(
        name = "run",
        description = {
            "Run the trials of a study; the same command again continues one that was stopped.",
            "TERM and INT stop it, with a checkpoint of every trial."
        })
final class StudyRunCommand implements Callable<Integer> {
    @Mixin private final StudyArgument argument;
    @Mixin private WorkerOptions workerOptions = new WorkerOptions();

    @Option(
            names = "--workers",
            paramLabel = "N",
            description = "Trials that run at once (default: one for each of --devices, or 1).")
    private Optional<Integer> workers = Optional.empty();

    @Spec private CommandSpec spec = CommandSpec.create();

    private final Terminal terminal;

    StudyRunCommand(CommandContext context) {
        argument = new StudyArgument(context);
        terminal = context.terminal();
    }

    @Override
    public Integer call() {
        int count = workers.orElse(workerOptions.devices().size());
        if (count < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--workers: expected at least 1, found " + count);
        }
        StudyWork work = StudyWork.of(spec, terminal, argument, workerOptions);
        try (OpenStudy study = argument.openOrCreate()) {
            PrintWriter err = spec.commandLine().getErr();
            new StudyPlan(study.study()).advice().forEach(err::println);
            err.flush();
            return work.run(study, count);
        }
    }
}
