package etude.tuner.cli;

import etude.trainer.config.RunConfig;
import etude.trainer.distributed.RankLostException;
import etude.trainer.distributed.Ranks;
import etude.trainer.loop.RanksRequirements;
import etude.trainer.run.GitState;
import etude.trainer.run.KeptData;
import etude.trainer.run.ModelParameters;
import etude.trainer.run.Outcome;
import etude.trainer.run.Progress;
import etude.trainer.run.RunOptions;
import etude.trainer.run.StopSignals;
import etude.trainer.run.TrainingRun;
import etude.trainer.weights.LoadReport;
import etude.tuner.process.ChildDevice;
import etude.tuner.process.ChildJvm;
import etude.tuner.process.GpuNotices;
import etude.tuner.process.Lifeline;
import etude.tuner.process.MpiRun;
import etude.tuner.progress.SilentProgress;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains one run from its config. */
@Command(
        name = "train",
        description = {
            "Train one run; the same command again continues a run that was stopped.",
            "TERM, INT and USR1 stop it at the next step, with a checkpoint."
        })
final class TrainCommand extends PrintingCommand {
    static final String OWN_DEVICE = "--own-device";

    @Mixin private ConfigArgument config = new ConfigArgument();

    @Option(
            names = "--run-dir",
            paramLabel = "DIR",
            description = "Where everything of the run goes (default: runs/ and the run's name).")
    private Optional<Path> runDirectory = Optional.empty();

    @Option(
            names = "--fresh",
            description = "Starts over; an earlier run there is moved to NAME.old-N.")
    private boolean fresh;

    @Option(
            names = "--continue",
            paramLabel = "RUN",
            description =
                    "Makes a new run that goes on from the last state of this one, which stays as it is; its folder is by default runs/NAME, or runs/NAME-continued where RUN has that.")
    private Optional<Path> continued = Optional.empty();

    @Option(
            names = "--parameters",
            description =
                    "Lists the model's parameters, with what they start from and how they would be trained, and trains nothing.")
    private boolean parameters;

    @Mixin private DeviceOption device = new DeviceOption();

    @Mixin private RankDevices devices = new RankDevices();

    /** Of a process that {@code --devices} has started. */
    @Option(names = OWN_DEVICE, hidden = true)
    private Optional<String> ownDevice = Optional.empty();

    @Mixin private RunSubmission submission = new RunSubmission();
    private final CommandContext context;

    TrainCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        List<String> onceOnly = new ArrayList<>();
        if (fresh) {
            onceOnly.add("--fresh");
        }
        if (parameters) {
            onceOnly.add("--parameters");
        }
        submission.check(this, onceOnly);
        require(
                !devices.areGiven() || !submission.isWanted(),
                "--devices starts processes on this machine; with --slurm they are tasks of the job: --ntasks N");
        if (submission.isWanted()) {
            return submit(config.load());
        }
        devices.excludeOne(this, device);
        boolean launched = Ranks.areLaunched(System.getenv());
        require(
                !launched || !devices.areGiven() || ownDevice.isPresent(),
                "--devices starts processes of its own; under mpirun or srun leave it out, and let each process see its own GPU");
        if (devices.areGiven() && ownDevice.isEmpty()) {
            return startRanks();
        }
        if (!launched) {
            return train(Ranks.alone());
        }
        Ranks ranks = Ranks.join(System.getenv(), words -> err().println("etude: " + words));
        if (ownDevice.isPresent() && ranks.leads()) { // a launcher gives its input to this one only
            Lifeline.watch(System.in, MpiRun::stopThisRank);
        }
        return ranks.leave(asOneOf(ranks));
    }

    /** What all come to is said by one of them. */
    private int asOneOf(Ranks ranks) {
        try {
            return train(ranks);
        } catch (RuntimeException | Error e) {
            ranks.fail(e);
            boolean speaks = e instanceof RankLostException lost ? lost.isSpeaker() : ranks.leads();
            return Failures.execution(e, speaks ? err() : new PrintWriter(Writer.nullWriter()));
        }
    }

    /** Processes of this command, each of which takes one of the devices. */
    private int startRanks() {
        List<ChildDevice> wanted = devices.all();
        RanksRequirements.check(config.load(), wanted.size()); // once, not in each of them
        GpuNotices.of(wanted).forEach(err()::println);
        StopSignals signals = StopSignals.install("", note -> {}); // rank 0 says so
        return MpiRun.run(
                MpiRun.command(wanted.stream().map(this::rank).toList()), signals::requested);
    }

    private MpiRun.Rank rank(ChildDevice own) {
        List<String> arguments =
                new ArrayList<>(spec().root().commandLine().getParseResult().originalArgs());
        arguments.add(OWN_DEVICE);
        arguments.add(own.inChild());
        return new MpiRun.Rank(
                own.environment(), ChildJvm.command(Etude.class, List.of(), arguments));
    }

    /** Without what only a process that this one starts is told. */
    private List<String> typed() {
        List<String> typed = words();
        int own = typed.indexOf(OWN_DEVICE);
        return own < 0 ? typed : typed.subList(0, own);
    }

    private int train(Ranks ranks) {
        RunConfig run = config.load();
        if (parameters) {
            return list(run);
        }
        Path directory = directory(run);
        RunOptions options =
                new RunOptions(
                        directory,
                        ownDevice.orElseGet(device::device),
                        fresh,
                        typed(),
                        GitState.find(Path.of("")),
                        continued);
        Progress progress = ranks.leads() ? context.terminal().progress() : new SilentProgress();
        if (ranks.leads() && !devices.areGiven()) {
            GpuNotices.of(List.of(device.ofChild())).forEach(err()::println);
        }
        try (KeptData data = new KeptData()) {
            Outcome outcome = TrainingRun.execute(run, options, progress, ranks, data);
            return ranks.leads() ? told(outcome, directory, data) : ExitCode.DONE;
        }
    }

    private int told(Outcome outcome, Path directory, KeptData data) {
        OutcomePrinter printer = new OutcomePrinter(this);
        int exitCode = printer.print(outcome, directory);
        if (outcome instanceof Outcome.Completed || outcome instanceof Outcome.Diverged) {
            StopSignals.install(
                    "the run has ended and is kept, its report is about to be written",
                    err()::println);
            printer.report(directory, data);
        }
        return exitCode;
    }

    private int submit(RunConfig run) {
        Path directory = directory(run).toAbsolutePath().normalize();
        List<String> words =
                new ArrayList<>(
                        List.of("train", config.file().toAbsolutePath().normalize().toString()));
        config.overrides().forEach(override -> words.addAll(List.of("--set", override)));
        words.addAll(List.of("--run-dir", directory.toString()));
        continued.ifPresent(
                from ->
                        words.addAll(
                                List.of(
                                        "--continue",
                                        from.toAbsolutePath().normalize().toString())));
        words.addAll(List.of("--device", device.typed().orElseGet(submission::device)));
        return submission.submit(this, context, run, words, directory);
    }

    private Path directory(RunConfig run) {
        return runDirectory.orElseGet(() -> usualDirectory(run));
    }

    private int list(RunConfig run) {
        ModelParameters all = ModelParameters.of(run, err()::println);
        new ParameterTable(all).lines(context.terminal().width()).forEach(out()::println);
        all.start().map(LoadReport::sentences).orElse(List.of()).forEach(out()::println);
        return ExitCode.DONE;
    }

    /** A run that goes on has a folder of its own. */
    private Path usualDirectory(RunConfig run) {
        Path usual = context.workspace().runs().resolve(run.name());
        boolean taken =
                continued
                        .filter(
                                from ->
                                        from.toAbsolutePath()
                                                .normalize()
                                                .equals(usual.toAbsolutePath().normalize()))
                        .isPresent();
        return taken ? usual.resolveSibling(run.name() + "-continued") : usual;
    }
}
