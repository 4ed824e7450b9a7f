package etude.tuner.cli;

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
    @Mixin private StudyArgument argument = new StudyArgument();
    @Mixin private WorkerOptions workerOptions = new WorkerOptions();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        StudyWork work = StudyWork.of(spec, argument, workerOptions);
        try (OpenStudy study = argument.open()) {
            return work.run(study, 1);
        }
    }
}
