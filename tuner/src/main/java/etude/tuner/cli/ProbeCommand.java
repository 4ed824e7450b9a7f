package etude.tuner.cli;

import etude.tuner.probe.Probe;
import etude.tuner.probe.ProbeMode;
import etude.tuner.probe.ProbeOptions;
import etude.tuner.process.ChildDevice;
import etude.tuner.process.GpuNotices;
import etude.tuner.process.MemoryLimit;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Finds the batch sizes that fit, how fast each is, and which to use. */
@Command(
        name = "probe",
        description = {
            "Try batch sizes 1, 2, 4, ... of a config, each in a process of its own, and say which"
                    + " to use.",
            "The same command again continues a probe that was stopped."
        })
final class ProbeCommand extends PrintingCommand {
    private static final int LARGEST = 1 << 30;

    private static final List<String> PROBING =
            List.of(
                    "--min",
                    "--max",
                    "--memory-limit",
                    "--margin",
                    "--refine",
                    "--evaluation",
                    "--time-limit",
                    "--devices");

    @Mixin private ConfigArgument config = new ConfigArgument();

    @Option(
            names = "--min",
            paramLabel = "N",
            defaultValue = "1",
            description = "The smallest batch size to try (default: ${DEFAULT-VALUE}).")
    private int min;

    @Option(
            names = "--max",
            paramLabel = "N",
            description = "The largest batch size to try (default: the examples there are).")
    private int max = LARGEST;

    @Option(
            names = "--memory-limit",
            paramLabel = "SIZE",
            description =
                    "Memory each size may have, such as 2GiB; on the CPU the kernel enforces it, on a"
                            + " GPU all else that is free is held (default: what is available).")
    private Optional<String> memoryLimit = Optional.empty();

    @Option(
            names = "--margin",
            paramLabel = "PERCENT",
            defaultValue = "10",
            description = "Memory that a recommended size leaves free (default: ${DEFAULT-VALUE}).")
    private int margin;

    @Option(
            names = "--refine",
            description =
                    "Also bisect between the last size that fits and the first that does not, in"
                            + " multiples of 8.")
    private boolean refine;

    @Option(
            names = "--evaluation",
            description = "Probe evaluation.batch_size: forward passes only.")
    private boolean evaluation;

    @Option(
            names = "--time-limit",
            paramLabel = "SECONDS",
            defaultValue = "15",
            description =
                    "Longest time to measure one size; measuring ends earlier once the median's 90 %%"
                            + " interval is 5 %% wide (default: ${DEFAULT-VALUE}).")
    private double seconds;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "Where results go (default: probes/ and the config's name; -steps is added when"
                            + " comparing).")
    private Optional<Path> out = Optional.empty();

    @Option(names = "--fresh", description = "Measures again what an earlier probe has measured.")
    private boolean fresh;

    @Mixin private RankDevices devices = new RankDevices();
    @Mixin private CompareSteps steps = new CompareSteps();
    @Mixin private DeviceOption device = new DeviceOption();
    private final CommandContext context;

    ProbeCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        devices.excludeOne(this, device);
        List<ChildDevice> wanted = devices.areGiven() ? devices.all() : List.of(device.ofChild());
        GpuNotices.of(wanted).forEach(err()::println);
        if (steps.wanted()) {
            return compare();
        }
        refuse(CompareSteps.OPTIONS, "needs %s".formatted(CompareSteps.TARGET));
        require(min >= 1, "--min: expected at least 1, found " + min);
        require(max >= 1, "--max: expected at least 1, found " + max);
        require(max >= min, "--max: expected at least --min %d, found %d".formatted(min, max));
        require(
                margin >= 0 && margin < 100,
                "--margin: expected a percentage from 0 to 99, found " + margin);
        require(seconds > 0, "--time-limit: expected more than 0 seconds, found " + seconds);
        ProbePrinter printer = new ProbePrinter(this, context.terminal());
        require(
                !devices.areGiven() || !evaluation,
                "--evaluation times one process, for ranks share its batches; leave --devices out");
        require(
                min == 1 || min % wanted.size() == 0,
                "--min: expected a multiple of %d, for so many ranks share each batch, found %d"
                        .formatted(wanted.size(), min));
        return printer.outcome(Probe.execute(options(wanted), printer));
    }

    private int compare() {
        refuse(PROBING, "has no meaning with %s".formatted(CompareSteps.TARGET));
        require(steps.workers() >= 1, "--workers: expected at least 1, found " + steps.workers());
        return steps.run(this, context, config, device.ofChild().name(), out, fresh);
    }

    private void refuse(List<String> names, String why) {
        for (String name : names) {
            require(
                    !spec().commandLine().getParseResult().hasMatchedOption(name),
                    "%s %s".formatted(name, why));
        }
    }

    private ProbeOptions options(List<ChildDevice> wanted) {
        return new ProbeOptions(
                config.file(),
                config.overrides(),
                evaluation ? ProbeMode.EVALUATION : ProbeMode.TRAINING,
                wanted,
                min,
                max,
                memoryLimit.map(this::limit),
                refine,
                margin / 100.0,
                seconds,
                context.workspace().probes(),
                out,
                fresh,
                words());
    }

    private MemoryLimit limit(String text) {
        try {
            return MemoryLimit.parse(text);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    spec().commandLine(), "--memory-limit: " + e.getMessage(), e);
        }
    }
}
