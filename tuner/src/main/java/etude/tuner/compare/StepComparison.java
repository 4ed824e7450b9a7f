package etude.tuner.compare;

import etude.datasets.EtudeException;
import etude.datasets.source.DataRoot;
import etude.datasets.source.Sources;
import etude.datasets.split.Splits;
import etude.trainer.config.ConfigException;
import etude.trainer.config.ConfigLoader;
import etude.trainer.config.ConfigWriter;
import etude.trainer.config.RunConfig;
import etude.trainer.files.AtomicFiles;
import etude.trainer.run.EvaluationMetrics;
import etude.tuner.probe.ProbeTimes;
import etude.tuner.study.OpenStudy;
import etude.tuner.study.StudyDirectory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/** A comparison that is ready to be run: as a study, in a directory of its own. */
public final class StepComparison {
    private final ComparisonSetup setup;
    private final StudyDirectory directory;
    private final String studyText;
    private final String baseText;
    private final Optional<ProbeTimes> probe;
    private final ComparisonOptions options;

    private StepComparison(
            ComparisonOptions options,
            RunConfig config,
            ComparisonSetup setup,
            StudyDirectory directory,
            RunConfig base) {
        this.options = options;
        this.setup = setup;
        this.directory = directory;
        String name = directory.root().toAbsolutePath().normalize().getFileName().toString();
        studyText = ComparisonTexts.study(setup, name, config.seed());
        baseText = ConfigWriter.toYaml(base);
        probe = ProbeTimes.of(options.probes().resolve(config.name()), config);
    }

    /**
     * Checks everything that can be checked before a trial runs, and writes nothing.
     *
     * @throws ConfigException for mistakes of the user
     * @throws EtudeException when the data set cannot be read
     */
    public static StepComparison of(ComparisonOptions options) {
        options.problem().ifPresent(StepComparison::refuse);
        RunConfig config = load(options, List.of());
        Target target = Target.parse(options.target(), config.checkpoints());
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
        Path out =
                options.out().orElseGet(() -> options.probes().resolve(config.name() + "-steps"));
        return new StepComparison(
                options, config, setup, new StudyDirectory(out), load(options, budget.overrides()));
    }

    private static StepBudget budget(ComparisonOptions options, RunConfig config, Target target) {
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

    private static RunConfig load(ComparisonOptions options, List<String> further) {
        List<String> overrides = new ArrayList<>(options.overrides());
        overrides.addAll(further);
        return ConfigLoader.load(options.config(), overrides);
    }

    /** Where the study and the results are. */
    public Path directory() {
        return directory.root();
    }

    /**
     * Begins the study, or opens the one that began; more trials extend it.
     *
     * @throws ConfigException when another comparison is in the way
     */
    public OpenStudy open(Consumer<String> notes) {
        EarlierComparison earlier = new EarlierComparison(directory);
        if (earlier.exists() && options.fresh()) {
            earlier.putAside(notes);
        }
        if (earlier.exists()) {
            earlier.requireSame(studyText, baseText);
        } else {
            directory.create();
            write(directory.root().resolve(ComparisonTexts.BASE), baseText);
            write(directory.studyFile(), studyText);
        }
        OpenStudy study =
                OpenStudy.openOrCreate(directory.studyFile(), directory, Optional.empty());
        if (study.study().trialsPerArm() == setup.trialsPerSize()) {
            return study;
        }
        try (study) {
            study.extend(setup.trialsPerSize());
        }
        return OpenStudy.open(directory, Optional.empty());
    }

    private static void write(Path file, String text) {
        AtomicFiles.write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Reads what the trials measured, compares, and writes the results. */
    public Result result(OpenStudy study) {
        TrialReader reader = new TrialReader(study, setup.target());
        Comparison comparison =
                Comparison.of(
                        setup,
                        reader.results(),
                        size ->
                                probe.map(times -> times.secondsPerStep(size))
                                        .orElse(OptionalDouble.empty()));
        ComparisonFiles files = new ComparisonFiles(directory.root());
        files.write(comparison, reader.origin(options.command()));
        return new Result(comparison, new ComparisonSentences(comparison).all(), files);
    }

    /**
     * What came of a comparison.
     *
     * @param sentences for a person, the most important first
     */
    public record Result(Comparison comparison, List<String> sentences, ComparisonFiles files) {
        public Result {
            sentences = List.copyOf(sentences);
        }
    }
}
