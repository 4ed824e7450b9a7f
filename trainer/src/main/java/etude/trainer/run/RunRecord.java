package etude.trainer.run;

import etude.datasets.EtudeException;
import etude.trainer.config.CheckpointsConfig.Mode;
import etude.trainer.config.ConfigLoader;
import etude.trainer.config.RunConfig;
import etude.trainer.metrics.ClassCounts;
import etude.trainer.metrics.ClassesLog;
import etude.trainer.metrics.CorrectFile;
import etude.trainer.metrics.CorrectSeries;
import etude.trainer.metrics.Measurement;
import etude.trainer.metrics.MetricsLog;
import etude.trainer.metrics.StepSeries;
import etude.trainer.metrics.StepsFile;
import etude.trainer.weights.LoadReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * All that a run directory says, as far as it can be read.
 *
 * @param config as resolved
 * @param continued the run that it goes on from, where it does
 * @param weights what its weights started from, where they were not drawn
 * @param correct which validation examples each evaluation got right, where the run keeps it
 * @param outcomes of the evaluations, where the run keeps them
 * @param whole what all validation examples say, where evaluations use a sample
 * @param tests its evaluations on the test split
 * @param others its evaluations on other data
 * @param summary missing before the run has ended
 * @param attempt the newest
 * @param problems why parts are left out
 */
public record RunRecord(
        RunDirectory directory,
        Optional<RunFacts> facts,
        Optional<RunConfig> config,
        Optional<Lineage> continued,
        Optional<LoadReport.Source> weights,
        List<Measurement> measurements,
        StepSeries steps,
        List<ClassCounts> classes,
        CorrectSeries correct,
        Optional<Outcomes> outcomes,
        Optional<WholeValidation> whole,
        TestEvaluations tests,
        OtherEvaluations others,
        Optional<Summary> summary,
        Optional<Attempt> attempt,
        List<String> problems) {
    public RunRecord {
        measurements = List.copyOf(measurements);
        classes = List.copyOf(classes);
        problems = List.copyOf(problems);
    }

    /** Reads the directory, and notes what is missing or damaged. */
    public static RunRecord read(RunDirectory run) {
        return new Reader(run).read();
    }

    /** Its name in the config, else that of its directory. */
    public String name() {
        return facts.map(RunFacts::name)
                .orElse(
                        String.valueOf(
                                directory.root().toAbsolutePath().normalize().getFileName()));
    }

    /** How it ended, as far as it has. */
    public Optional<RunStatus> status() {
        return summary.map(found -> found.end().status());
    }

    /** What ranks its steps: what the run says, else the usual; of these, what was measured. */
    public Ranking ranking() {
        Ranking said =
                facts.map(RunFacts::ranking)
                        .orElse(new Ranking(Ranking.usual(!classes.isEmpty()), Mode.MIN));
        return Stream.of(
                        said.metric(),
                        "validation/error_rate",
                        "validation/loss",
                        "train_evaluation/error_rate",
                        "train_evaluation/loss",
                        "train/loss")
                .filter(this::measured)
                .findFirst()
                .map(metric -> new Ranking(metric, said.mode()))
                .orElse(said);
    }

    private boolean measured(String metric) {
        return measurements.stream().anyMatch(m -> m.metrics().containsKey(metric));
    }

    /** The first of the measurements with the best value of what ranks them. */
    public Optional<Measurement> best() {
        return ranking().best(measurements);
    }

    private static final class Reader {
        private final RunDirectory run;
        private final List<String> problems = new ArrayList<>();

        Reader(RunDirectory run) {
            this.run = run;
        }

        RunRecord read() {
            Optional<RunConfig> config =
                    whole(
                            run.config(),
                            Optional.empty(),
                            () -> Optional.of(ConfigLoader.load(run.config(), List.of())));
            return new RunRecord(
                    run,
                    facts(config),
                    config,
                    kept(run.continuedFrom(), Optional.empty(), () -> Lineage.read(run)),
                    kept(
                            run.initialWeights(),
                            Optional.empty(),
                            () -> LoadReport.source(run.initialWeights())),
                    whole(run.metrics(), List.of(), () -> MetricsLog.read(run.metrics())),
                    whole(run.steps(), StepSeries.none(), () -> StepsFile.read(run.steps())),
                    whole(run.classes(), List.of(), () -> ClassesLog.read(run.classes())),
                    kept(
                            run.correct(),
                            CorrectSeries.none(),
                            () -> CorrectFile.read(run.correct())),
                    kept(run.outcomes(), Optional.empty(), () -> Outcomes.read(run)),
                    kept(run.wholeValidation(), Optional.empty(), () -> WholeValidation.read(run)),
                    kept(
                            run.testEvaluations(),
                            new TestEvaluations(List.of()),
                            () -> TestEvaluations.read(run)),
                    kept(
                            run.otherEvaluations(),
                            OtherEvaluations.none(),
                            () -> OtherEvaluations.read(run)),
                    whole(run.summary(), Optional.empty(), () -> Summary.read(run)),
                    whole(run.attempts(), Optional.empty(), () -> new Attempts(run).last()),
                    problems);
        }

        private Optional<RunFacts> facts(Optional<RunConfig> config) {
            if (Files.exists(run.facts())) {
                return whole(run.facts(), Optional.empty(), () -> RunFacts.read(run));
            }
            return config.map(found -> EarlierRun.facts(run, found));
        }

        /** What is read from a file; something else, and a problem, where that does not work. */
        private <T> T whole(Path file, T otherwise, Supplier<T> reading) {
            if (!Files.exists(file)) {
                problems.add(file.getFileName() + " is missing");
            }
            return kept(file, otherwise, reading);
        }

        /** As {@link #whole}, of what not every run keeps. */
        private <T> T kept(Path file, T otherwise, Supplier<T> reading) {
            if (!Files.exists(file)) {
                return otherwise;
            }
            try {
                return reading.get();
            } catch (EtudeException e) {
                problems.add("%s is left out: %s".formatted(file.getFileName(), e.getMessage()));
                return otherwise;
            }
        }
    }
}
