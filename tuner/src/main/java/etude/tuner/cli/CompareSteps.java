package etude.tuner.cli;

import etude.tuner.compare.ComparisonOptions;
import etude.tuner.compare.StepComparison;
import etude.tuner.process.ChildDevice;
import etude.tuner.study.OpenStudy;
import etude.tuner.study.Supervisor;
import etude.tuner.text.Shell;
import etude.tuner.tracking.StudyStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The part of {@code etude probe} that compares batch sizes by a study. */
final class CompareSteps {
    static final String TARGET = "--compare-steps-to-target";
    private static final String SIZES = "--sizes";
    private static final String TRIALS = "--trials";
    private static final String RATES = "--learning-rates";
    private static final String WORKERS = "--workers";

    /** Those that need a target. */
    static final List<String> OPTIONS = List.of(SIZES, TRIALS, RATES, WORKERS);

    private static final Duration LEASE = Duration.ofSeconds(30);

    @Option(
            names = TARGET,
            paramLabel = "METRIC=VALUE",
            description =
                    "Instead of probing, train at each of --sizes with the learning rate tuned again,"
                            + " and compare the steps and seconds to a target such as"
                            + " validation/error_rate=0.05.")
    private Optional<String> target = Optional.empty();

    @Option(
            names = SIZES,
            paramLabel = "32,64,128",
            split = ",",
            description = "The 2 to 6 batch sizes to compare.")
    private List<Integer> sizes = List.of();

    @Option(
            names = TRIALS,
            paramLabel = "N",
            defaultValue = "6",
            description =
                    "Trials of each size in total, one learning rate each (default:"
                            + " ${DEFAULT-VALUE}).")
    private int trials;

    @Option(
            names = RATES,
            paramLabel = "MIN,MAX",
            description =
                    "The learning rates to search, on a log scale (default: the config's own, divided"
                            + " and multiplied by 16).")
    private Optional<String> learningRates = Optional.empty();

    @Option(
            names = WORKERS,
            paramLabel = "N",
            defaultValue = "1",
            description = "Trials that run at once (default: ${DEFAULT-VALUE}).")
    private int workers;

    boolean wanted() {
        return target.isPresent();
    }

    int workers() {
        return workers;
    }

    /**
     * Runs the comparison, and says what came of it.
     *
     * @param device for every trial
     */
    int run(
            PrintingCommand command,
            CommandContext context,
            ConfigArgument config,
            String device,
            Optional<Path> out,
            boolean fresh) {
        ComparisonOptions options =
                new ComparisonOptions(
                        config.file(),
                        config.overrides(),
                        target.orElseThrow(),
                        sizes,
                        trials,
                        learningRates,
                        context.workspace().probes(),
                        out,
                        fresh,
                        command.words());
        ProbePrinter printer = new ProbePrinter(command, context.terminal());
        StepComparison comparison = StepComparison.of(options);
        try (OpenStudy study = comparison.open(printer::note)) {
            StudyWork work =
                    new StudyWork(
                            command,
                            context,
                            "",
                            List.of(ChildDevice.parse("--device", device)),
                            LEASE);
            if (work.supervise(study, workers) == Supervisor.End.STOPPED) {
                printer.note("etude: stopped; the same command continues");
                return ExitCode.PREEMPTED;
            }
            printer.report(comparison.report(study));
            long failed = StudyStatus.of(study).failed();
            if (failed == 0) {
                return ExitCode.DONE;
            }
            printer.note(
                    "etude: %d trial%s failed and %s missing from the comparison; `etude study status %s` says why, `etude study retry %4$s` makes the same command try again"
                            .formatted(
                                    failed,
                                    failed == 1 ? "" : "s",
                                    failed == 1 ? "is" : "are",
                                    Shell.word(comparison.directory().toString())));
            return ExitCode.FAILURE;
        }
    }
}
