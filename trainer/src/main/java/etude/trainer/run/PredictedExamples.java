package etude.trainer.run;

import etude.datasets.Batch;
import etude.datasets.Dataset;
import etude.datasets.EtudeException;
import etude.datasets.Target;
import etude.datasets.source.DataRoot;
import etude.datasets.source.Sources;
import etude.datasets.split.Splits;
import etude.trainer.checkpoint.CheckpointDirectory;
import etude.trainer.checkpoint.CheckpointInfo;
import etude.trainer.config.RunConfig;
import etude.trainer.loop.Evaluations;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The examples whose predictions a run keeps, to be looked at. */
public final class PredictedExamples implements AutoCloseable {
    private final Dataset examples;
    private final Runnable end;

    private PredictedExamples(RunConfig config, Splits splits, Runnable end) {
        this.examples =
                Evaluations.predicted(config, splits.validation()).orElse(splits.validation());
        this.end = end;
    }

    /**
     * Those of a run that has just ended, whose data are open still, else as {@link
     * #open(RunDirectory, RunConfig)}.
     */
    public static PredictedExamples open(RunDirectory run, RunConfig config, KeptData data) {
        return data.stillOpen(config.dataset())
                .map(opened -> new PredictedExamples(config, opened.splits(), () -> {}))
                .orElseGet(() -> open(run, config));
    }

    /**
     * Opens the run's data again. They are its data when the fingerprint in its checkpoints says
     * so; where no checkpoint is left, {@link #require} has to do.
     *
     * @throws EtudeException when the data are not there, or are others
     */
    public static PredictedExamples open(RunDirectory run, RunConfig config) {
        Splits splits = Sources.reopen(config.dataset(), DataRoot.fromEnvironment());
        try {
            facts(run)
                    .flatMap(facts -> DataFingerprint.of(splits).change(facts))
                    .ifPresent(
                            change -> {
                                throw new EtudeException(
                                        "the data are not those of the run: " + change);
                            });
            return new PredictedExamples(config, splits, splits::close);
        } catch (RuntimeException e) {
            splits.close();
            throw e;
        }
    }

    private static Optional<Map<String, String>> facts(RunDirectory run) {
        return new CheckpointDirectory(run.checkpoints())
                .list().stream().map(CheckpointInfo::facts).reduce((older, newest) -> newest);
    }

    /** In the order of the predictions. */
    public Dataset examples() {
        return examples;
    }

    /** The names of the classes; none where the target is no class. */
    public List<String> classes() {
        return examples.spec().target() instanceof Target.Classes classes
                ? classes.names()
                : List.of();
    }

    /**
     * Checks that predictions are about these examples.
     *
     * @throws EtudeException when there are as many examples as predictions no longer, or one has
     *     another class
     */
    public void require(List<Prediction> predictions) {
        if (predictions.size() != examples.size()) {
            throw new EtudeException(
                    "the data are not those of the run: expected %d chosen examples, found %d"
                            .formatted(predictions.size(), examples.size()));
        }
        Batch batch = new Batch(examples.spec(), 1);
        for (int i = 0; i < predictions.size(); i++) {
            examples.read(i, batch, 0);
            String found = classes().get(batch.labels()[0]);
            if (!found.equals(predictions.get(i).label())) {
                throw new EtudeException(
                        "the data are not those of the run: expected %s to be of class %s, found %s"
                                .formatted(examples.name(i), predictions.get(i).label(), found));
            }
        }
    }

    @Override
    public void close() {
        end.run();
    }
}
