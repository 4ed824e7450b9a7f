package etude.tuner.compare;

import etude.datasets.EtudeException;
import etude.datasets.source.DataRoot;
import etude.datasets.source.Sources;
import etude.datasets.split.Splits;
import etude.trainer.config.ConfigException;
import etude.trainer.config.RunConfig;
import etude.trainer.run.EvaluationMetrics;
import etude.tuner.probe.Probe;
import etude.tuner.probe.ResultFiles;
import etude.tuner.probe.SizeReport;
import etude.tuner.record.StudyRecords;
import etude.tuner.study.OpenStudy;
import etude.tuner.study.StudyDirectory;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.function.Function;

/** A comparison that is ready to be run: as a study, in a directory of its own. */
public final class StepComparison {
    private final ComparisonOptions options;
    private final ComparisonStudy study;
    private final Function<Integer, OptionalDouble> probed;

    private StepComparison(
            ComparisonOptions options,
            ComparisonStudy study,
            Function<Integer, OptionalDouble> probed) {
        this.options = options;
        this.study = study;
        this.probed = probed;
    }

    /**
     * Checks everything that can be checked before a trial runs, and writes nothing.
     *
     * @throws ConfigException for mistakes of the user
     * @throws EtudeException when the data set cannot be read
     */
    public static StepComparison of(ComparisonOptions options) {
        options.problem().ifPresent(StepComparison::refuse);
        RunConfig config = options.load(List.of());
        StepTarget target = StepTarget.parse(options.target(), config.checkpoints());
        RateRange rates =
                options.learningRates()
                        .map(RateRange::parse)
                        .orElseGet(() -> RateRange.around(config.optimizer().learningRate()));
        StepBudget budget = budget(options, config, target);
        ComparisonSetup setup =
                new ComparisonSetup(
                        config.name(),
                        target,
                        options.sizes(),
                        options.trialsPerSize(),
                        rates,
                        budget.totalSteps(),
                        budget.evaluateEvery());
        return new StepComparison(
                options,
                new ComparisonStudy(
                        new StudyDirectory(options.directory(config)),
                        setup,
                        options.load(budget.overrides())),
                Probe.secondsPerStep(options.probes().resolve(config.name()), config));
    }

    private static StepBudget budget(
            ComparisonOptions options, RunConfig config, StepTarget target) {
        try (Splits splits =
                Sources.open(config.dataset(), DataRoot.fromEnvironment(), note -> {})) {
            int examples = splits.train().size();
            int largest = options.sizes().get(options.sizes().size() - 1);
            if (largest > examples) {
                refuse(
                        "--sizes: expected at most the %,d training examples there are, found %,d"
                                .formatted(examples, largest));
            }
            List<String> measured = EvaluationMetrics.of(config, splits);
            if (!measured.contains(target.metric())) {
                refuse(
                        "--compare-steps-to-target: expected a metric that evaluation measures (%s), found %s"
                                .formatted(String.join(", ", measured), target.metric()));
            }
            return new StepBudget(config, examples);
        }
    }

    private static void refuse(String sentence) {
        throw new ConfigException(List.of(sentence));
    }

    /** Where the study and the results are. */
    public Path directory() {
        return study.directory().root();
    }

    /**
     * Begins the study, or opens the one that began; more trials extend it.
     *
     * @throws ConfigException when another comparison is in the way
     */
    public OpenStudy open(Consumer<String> notes) {
        return study.open(options.fresh(), notes);
    }

    /** Reads what the trials measured, compares, and writes the results. */
    public SizeReport report(OpenStudy trials) {
        List<SizeTrial> results =
                StudyRecords.read(trials).trials().stream()
                        .map(trial -> SizeTrial.of(trial, study.setup().target()))
                        .toList();
        return write(
                Comparison.of(study.setup(), results, probed),
                Origin.of(trials, options.command()),
                directory());
    }

    static SizeReport write(Comparison comparison, Origin origin, Path directory) {
        ResultFiles files = new ResultFiles(directory, "steps");
        ComparisonTable table = new ComparisonTable(comparison);
        files.write(ComparisonJson.of(comparison, origin), table.data());
        files.write(new ComparisonPage(comparison, origin).page());
        return new SizeReport(
                table.text(), new ComparisonSentences(comparison).all(), files.html(), files.csv());
    }
}
