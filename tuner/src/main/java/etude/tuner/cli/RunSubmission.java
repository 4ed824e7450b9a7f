package etude.tuner.cli;

import etude.trainer.config.RunConfig;
import etude.trainer.loop.RanksRequirements;
import etude.tuner.cluster.JobScript;
import etude.tuner.cluster.Launch;
import etude.tuner.cluster.Slurm;
import etude.tuner.cluster.Submission;
import etude.tuner.text.Numbers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A run as a job of Slurm. */
final class RunSubmission {
    @Mixin private SlurmArguments slurm = new SlurmArguments();

    @Option(
            names = "--ntasks",
            paramLabel = "N",
            description =
                    "Slurm: ranks that train together, each with its share of every batch (default: ${DEFAULT-VALUE}).",
            defaultValue = "1")
    private int ranks;

    @Option(
            names = "--nodes",
            paramLabel = "N",
            description = "Slurm: nodes that share the ranks (default: Slurm chooses).",
            defaultValue = "0")
    private int nodes;

    @Option(
            names = "--gpus",
            paramLabel = "N",
            description =
                    "Slurm: GPUs of the job, one a rank; without them it trains on CPUs (default: ${DEFAULT-VALUE}).",
            defaultValue = "0")
    private int gpus;

    boolean isWanted() {
        return slurm.isWanted();
    }

    /**
     * Refuses options that mean nothing together.
     *
     * @param other names of options that a job cannot have
     */
    void check(PrintingCommand command, List<String> other) {
        List<String> idle = new ArrayList<>(slurm.forNothing());
        if (!isWanted() && (ranks != 1 || nodes != 0 || gpus != 0)) {
            idle.add("--ntasks, --nodes, --gpus");
        }
        if (!isWanted() && slurm.isPrinting()) {
            idle.add("--print");
        }
        command.require(
                idle.isEmpty(), String.join(", ", idle) + ": only --slurm knows such a thing");
        command.require(
                !isWanted() || other.isEmpty(),
                String.join(", ", other)
                        + ": not with --slurm, for a job does the same again each time it goes on");
        command.require(ranks >= 1, "--ntasks: expected at least 1, found " + ranks);
        command.require(
                nodes >= 0 && nodes <= ranks,
                "--nodes: expected at most one for each of the %s, found %d"
                        .formatted(Numbers.count(ranks, "rank"), nodes));
        command.require(
                gpus == 0 || gpus == ranks,
                "--gpus: expected one for each of the %s of --ntasks, or none, found %d"
                        .formatted(Numbers.count(ranks, "rank"), gpus));
        slurm.check();
    }

    /**
     * Writes the script beside the run's files, and submits it.
     *
     * @param words of the command that trains
     * @param directory of the run
     */
    int submit(
            PrintingCommand command,
            CommandContext context,
            RunConfig run,
            List<String> words,
            Path directory) {
        RanksRequirements.check(run, ranks); // now, and not when the job begins
        Slurm cluster = new Slurm(context.programs());
        if (!slurm.isPrinting()) {
            cluster.requireSubmission();
        }
        Submission submission = Submission.next(directory);
        List<String> all = new ArrayList<>();
        all.add(context.programs().etude());
        all.addAll(words);
        JobScript script =
                new JobScript(
                        "Trains the run %s.".formatted(run.name()),
                        new Launch.SlurmJob(
                                ranks,
                                nodes,
                                slurm.options(
                                        run.name(),
                                        submission,
                                        gpus / ranks,
                                        run.threads().count())),
                        submission,
                        context.workspace().root().toAbsolutePath().normalize(),
                        JobScript.kept(context.programs().environment()),
                        all);
        submission.write(script);
        command.out().print(script.text());
        command.out().flush();
        if (slurm.isPrinting()) {
            command.err().println("The script: " + submission.script());
            return ExitCode.DONE;
        }
        String job = cluster.submit(submission.script());
        submission.remember(job);
        command.err()
                .printf(
                        "Submitted job %s. `scancel %s` stops it with a checkpoint; its log is in %s.%n",
                        job, job, submission.folder());
        return ExitCode.DONE;
    }

    /** The device of each rank, where the user named none. */
    String device() {
        return gpus == 0 ? "cpu" : "gpu";
    }
}
