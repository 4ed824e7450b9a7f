package etude.trainer.run;

import etude.datasets.Dataset;
import etude.datasets.EtudeException;
import etude.datasets.config.SourceConfig;
import etude.datasets.source.DataRoot;
import etude.datasets.source.OtherData;
import etude.trainer.config.ConfigException;
import etude.trainer.loop.Inference;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Evaluates on data that the run has not seen, of which it needs its own no more. */
record OtherDataRun(EvaluateOptions options, Progress progress) {
    /** What the names of the metrics begin with. */
    private static final String PREFIX = "other";

    Map<String, Double> evaluate(Path data) {
        SavedModel model =
                SavedModel.open(options.runDirectory(), options.checkpoint(), progress::note);
        OtherData reader =
                new OtherData(
                        model.preprocessing(), DataRoot.fromEnvironment().cache(), progress::note);
        Optional<OtherData.LabelFile> labels = labels(model, reader);
        try (Dataset examples = reader.open(data, labels);
                Inference inference = model.on(options.device(), Optional.empty())) {
            progress.note(
                    "step %d on the %d examples of %s"
                            .formatted(model.checkpoint().step(), examples.size(), data));
            options.predictions()
                    .ifPresent(
                            path ->
                                    new PredictionsFile(model.preprocessing())
                                            .write(path, inference.evaluation().predict(examples)));
            Map<String, Double> metrics = inference.evaluation().evaluate(examples).metrics(PREFIX);
            record(model, data, examples, metrics);
            return metrics;
        }
    }

    /** The table of labels, where these data need one, as the run's own is written. */
    private Optional<OtherData.LabelFile> labels(SavedModel model, OtherData reader) {
        if (reader.needsLabels() && options.labels().isEmpty()) {
            throw refused(
                    "--labels: expected the table of the labels of these images, as dataset.labels_path is of the training data, found none");
        }
        if (!reader.needsLabels() && options.labels().isPresent()) {
            throw refused(
                    "--labels: expected a model of images with several labels, found one that needs no table of labels (%s); remove it"
                            .formatted(model.preprocessing().target().words()));
        }
        return options.labels().map(table -> new OtherData.LabelFile(table, separator(model)));
    }

    private static ConfigException refused(String problem) {
        return new ConfigException(List.of(problem));
    }

    private static Optional<String> separator(SavedModel model) {
        return model.config().dataset().source() instanceof SourceConfig.ImageFolder folder
                ? folder.separator()
                : Optional.empty();
    }

    /** Before anybody hears what it showed. */
    private void record(
            SavedModel model, Path data, Dataset examples, Map<String, Double> metrics) {
        RunDirectory run = new RunDirectory(options.runDirectory());
        long step = model.checkpoint().step();
        if (DataFingerprint.areTestExamples(model.checkpoint(), examples)) {
            progress.note(
                    "%s is the test split of the run, so this look at it is on record"
                            .formatted(data));
            EvaluationRun.record(run, step, metrics, options, progress);
        }
        try {
            OtherEvaluations.add(
                    run,
                    new OtherEvaluations.OtherEvaluation(
                            absolute(data),
                            options.labels().map(OtherDataRun::absolute),
                            examples.size(),
                            DataFingerprint.digest(examples),
                            new TestEvaluations.Look(
                                    Instant.now(), step, metrics, options.command())));
            progress.note("the metrics are also in %s".formatted(run.otherEvaluations()));
        } catch (EtudeException e) {
            progress.note("this evaluation is not on record, for %s".formatted(e.getMessage()));
        }
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }
}
