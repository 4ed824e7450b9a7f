package etude.tuner.cli;

import etude.trainer.config.ConfigException;
import etude.tuner.cluster.JobScript;
import etude.tuner.cluster.Launch;
import etude.tuner.cluster.Slurm;
import etude.tuner.cluster.Ssh;
import etude.tuner.cluster.Submission;
import etude.tuner.store.StoreLocation;
import etude.tuner.study.OpenStudy;
import etude.tuner.text.Numbers;
import etude.tuner.text.Shell;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts workers of a study on other machines. */
@Command(
        name = "submit",
        description = {
            "Start workers of a study on a cluster with Slurm, or on hosts that ssh reaches.",
            "Begins the study, and writes the script that runs a worker to its directory. Workers leave when no"
                    + " trial waits for one; Slurm runs those again that it stops.",
            "All machines need the studies' directory and the data where this one has them."
        })
final class StudySubmitCommand extends OneStudyCommand {
    @Mixin private SlurmArguments slurm = new SlurmArguments();

    @Option(
            names = "--hosts",
            paramLabel = "A,B",
            split = ",",
            description =
                    "Starts workers on these hosts over ssh, which must need no password; they share the workers in turn.")
    private List<String> hosts = List.of();

    @Option(
            names = "--workers",
            paramLabel = "N",
            description =
                    "Workers at most: trials that run at once (default: one for each of --hosts, or 1).")
    private Optional<Integer> workers = Optional.empty();

    @Option(
            names = "--gpus",
            paramLabel = "0|1",
            description = "GPUs of each worker; without one it trains on the CPU (default: 0).",
            defaultValue = "0")
    private int gpus;

    StudySubmitCommand(CommandContext context) {
        super(context);
    }

    @Override
    public Integer call() {
        check();
        StoreLocation.PostgresDatabase database = database();
        Ssh ssh = new Ssh(context().programs());
        Slurm cluster = new Slurm(context().programs());
        if (!slurm.isPrinting() && slurm.isWanted()) {
            cluster.requireSubmission();
        }
        if (!hosts.isEmpty()) {
            ssh.require(hosts);
        }
        try (OpenStudy study = openOrCreate()) {
            int count = Math.min(workers.orElse(Math.max(1, hosts.size())), open(study));
            StudyWork.announce(study, count, err());
            Submission submission = Submission.next(study.directory().root());
            JobScript script = script(study, submission, database, count);
            submission.write(script);
            out().print(script.text());
            out().flush();
            if (slurm.isPrinting()) {
                err().println("The script: " + submission.script());
                return ExitCode.DONE;
            }
            if (slurm.isWanted()) {
                String job = cluster.submit(submission.script());
                submission.remember(job);
                err().printf("Submitted job %s: %s.%n", job, Numbers.count(count, "worker"));
            } else {
                ssh.start(submission, hosts, count);
                err().printf("Started %s.%n", Numbers.count(count, "worker"));
            }
            err().printf(
                            "`%s --store %s` shows them; `%s` stops them.%n",
                            about("status", study),
                            Shell.word(database.toString()),
                            about("cancel", study));
            return ExitCode.DONE;
        }
    }

    private static String about(String what, OpenStudy study) {
        return "etude study %s %s".formatted(what, Shell.word(study.directory().root().toString()));
    }

    private void check() {
        require(
                slurm.isWanted() == hosts.isEmpty(),
                "expected either --slurm or --hosts A,B, which say where workers run");
        require(
                workers.orElse(1) >= 1,
                "--workers: expected at least 1, found " + workers.orElse(1));
        require(
                gpus == 0 || gpus == 1,
                "--gpus: expected 0 or 1, for a worker trains one trial at a time on one device, found %d; --workers says how many run at once"
                        .formatted(gpus));
        require(
                slurm.forNothing().isEmpty(),
                "%s: only --slurm knows such a thing"
                        .formatted(String.join(", ", slurm.forNothing())));
        require(
                hosts.stream().distinct().count() == hosts.size(),
                "--hosts: expected different hosts, found one of them twice; --workers says how many run on all of them");
        slurm.check();
    }

    /** A store that workers on several machines can share, by a URL that others may read. */
    private StoreLocation.PostgresDatabase database() {
        Optional<StoreLocation> location = store().location();
        if (location.isPresent()
                && location.get() instanceof StoreLocation.PostgresDatabase database) {
            require(
                    !database.hasSecret(),
                    "--store: expected a URL without a password, for others can read the script; keep it in ~/.pgpass");
            return database;
        }
        throw new ConfigException(
                List.of(
                        "--store: expected a PostgreSQL server, such as jdbc:postgresql://HOST/DATABASE?user=USER, for a SQLite file is for the processes of one machine; found %s"
                                .formatted(location.map(Object::toString).orElse("none"))));
    }

    /** How many trials and reruns there are to do. */
    private static int open(OpenStudy study) {
        int open = study.open().size();
        if (open == 0) {
            throw new ConfigException(
                    List.of(
                            "every trial of %s has ended; `%s --trials N` raises their number"
                                    .formatted(study.study().name(), about("extend", study))));
        }
        return open;
    }

    private JobScript script(
            OpenStudy study,
            Submission submission,
            StoreLocation.PostgresDatabase database,
            int count) {
        String name = study.study().name();
        Path root = study.directory().root().toAbsolutePath().normalize();
        Launch launch =
                slurm.isWanted()
                        ? new Launch.SlurmArray(
                                count,
                                slurm.options(
                                        name,
                                        submission,
                                        gpus,
                                        OptionalInt.of(study.processor().threads())))
                        : new Launch.Host(submission.number(), hosts.size(), gpus);
        return new JobScript(
                "A worker of the study %s: does trial after trial until none waits."
                        .formatted(name),
                launch,
                submission,
                context().workspace().root().toAbsolutePath().normalize(),
                JobScript.kept(context().programs().environment()),
                List.of(
                        context().programs().etude(),
                        "study",
                        "worker",
                        root.toString(),
                        "--store",
                        database.url(),
                        "--device",
                        gpus == 0 ? "cpu" : "gpu",
                        StudyWork.LEAVE_WHEN_IDLE));
    }
}
