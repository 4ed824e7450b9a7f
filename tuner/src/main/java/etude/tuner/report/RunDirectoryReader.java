package etude.tuner.report;

import etude.datasets.EtudeException;
import etude.trainer.metrics.Measurement;
import etude.trainer.metrics.MetricsLog;
import etude.trainer.metrics.StepsFile;
import etude.trainer.run.RunDirectory;
import etude.trainer.run.Summary;
import etude.tuner.analysis.data.DatasetFacts;
import etude.tuner.analysis.data.RunFacts;
import etude.tuner.analysis.data.StepSeries;
import etude.tuner.analysis.data.StepSource;
import etude.tuner.space.Study;
import etude.tuner.space.Trial;
import etude.tuner.store.Evaluation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What a run directory says. A report must not fail because one of many runs is on another machine
 * or damaged, so what cannot be read is left out.
 */
record RunDirectoryReader(Path root) {
    /** Loss and gradient norm of every step. */
    StepSource steps() {
        return () -> read(directory().steps());
    }

    private static StepSeries read(Path steps) {
        if (!Files.exists(steps)) {
            return StepSeries.none();
        }
        try {
            etude.trainer.metrics.StepSeries series = StepsFile.read(steps);
            return new StepSeries(series.losses(), series.gradientNorms());
        } catch (EtudeException e) {
            return StepSeries.none();
        }
    }

    /** What was logged while it trained, with throughput and waiting. */
    List<Measurement> logged() {
        try {
            return MetricsLog.read(directory().metrics());
        } catch (EtudeException e) {
            return List.of();
        }
    }

    /** What the run says of itself, else what the trial's config tells. */
    RunFacts facts(Study study, Trial trial, List<Evaluation> evaluations) {
        etude.trainer.run.RunFacts said =
                said().orElseGet(
                                () ->
                                        etude.trainer.run.RunFacts.infer(
                                                study.config(trial),
                                                OptionalLong.empty(),
                                                etude.trainer.run.RunFacts.Data.unknown()));
        return facts(said, summary(), evaluations);
    }

    /** What a run said at its start and at its end, with what it evaluated in between. */
    static RunFacts facts(
            etude.trainer.run.RunFacts said,
            Optional<Summary> summary,
            List<Evaluation> evaluations) {
        long last = evaluations.isEmpty() ? 0 : evaluations.get(evaluations.size() - 1).step();
        OptionalLong warmup = said.steps().warmup();
        return new RunFacts(
                said.steps().maxTrain().orElse(Math.max(0, last - warmup.orElse(0))),
                warmup,
                OptionalDouble.of(said.learningRate()),
                said.clippingNorm(),
                number(summary.map(Summary::clippedFraction)),
                number(summary.map(Summary::examplesPerSecond)),
                number(summary.map(s -> s.finalMetrics().get("data_wait_fraction"))));
    }

    private static OptionalDouble number(Optional<Double> number) {
        return number.filter(Double::isFinite)
                .map(OptionalDouble::of)
                .orElse(OptionalDouble.empty());
    }

    private Optional<etude.trainer.run.RunFacts> said() {
        try {
            return etude.trainer.run.RunFacts.read(directory());
        } catch (EtudeException e) {
            return Optional.empty();
        }
    }

    private Optional<Summary> summary() {
        try {
            return Summary.read(directory());
        } catch (EtudeException e) {
            return Optional.empty();
        }
    }

    /** Sizes of the validation set, from the first run that says them. */
    static DatasetFacts datasetFacts(List<RunDirectoryReader> runs) {
        return runs.stream()
                .flatMap(run -> run.said().stream())
                .map(said -> datasetFacts(said.data()))
                .filter(facts -> facts.classes().isPresent())
                .findFirst()
                .orElse(DatasetFacts.unknown());
    }

    /** Only where the targets are classes does an error rate count whole examples. */
    static DatasetFacts datasetFacts(etude.trainer.run.RunFacts.Data data) {
        int examples = data.evaluatedExamples().orElse(0);
        return examples == 0 || data.classes().isEmpty()
                ? DatasetFacts.unknown()
                : new DatasetFacts(OptionalLong.of(examples), data.classes());
    }

    private RunDirectory directory() {
        return new RunDirectory(root);
    }
}
