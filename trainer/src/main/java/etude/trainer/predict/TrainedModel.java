package etude.trainer.predict;

import etude.datasets.preprocessing.Preprocessing;
import etude.trainer.config.ConfigException;
import etude.trainer.export.Export;
import etude.trainer.export.ExportFormat;
import etude.trainer.run.RunDirectory;
import etude.trainer.run.SavedModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A trained model on disk, in a run directory or in an exported folder. */
public sealed interface TrainedModel {
    /** How its examples are read, and what it predicts. */
    Preprocessing preprocessing();

    /**
     * The model in the memory of a device.
     *
     * @param device in the words of the command line
     * @param batchSize the most examples of one batch; the usual number where it is empty
     */
    Predictor on(String device, Optional<Integer> batchSize);

    /** One of a run. */
    record OfRun(SavedModel model) implements TrainedModel {
        @Override
        public Preprocessing preprocessing() {
            return model.preprocessing();
        }

        @Override
        public Predictor on(String device, Optional<Integer> batchSize) {
            return RunPredictor.of(model, device, batchSize);
        }
    }

    /** A module for other programs. */
    record OfModule(Export export) implements TrainedModel {
        private static final int USUAL_BATCH = 64;

        @Override
        public Preprocessing preprocessing() {
            return export.preprocessing();
        }

        @Override
        public Predictor on(String device, Optional<Integer> batchSize) {
            return new ModulePredictor(export, device, batchSize.orElse(USUAL_BATCH));
        }
    }

    /**
     * Opens what lies in a folder, without loading the engine.
     *
     * @param checkpoint of a run: {@code best}, {@code latest} or a step
     * @throws ConfigException when no trained model is there
     * @throws etude.datasets.EtudeException when it is damaged
     */
    static TrainedModel open(Path folder, String checkpoint, Consumer<String> notes) {
        if (Export.is(folder)) {
            Export export = Export.read(folder);
            return export.format() == ExportFormat.TORCHSCRIPT
                    ? new OfModule(export)
                    : new OfRun(export.rebuilt());
        }
        if (!Files.exists(new RunDirectory(folder).config())) {
            throw new ConfigException(
                    List.of(
                            "%s: expected a run directory or a folder that `etude export` wrote, found neither config.yaml nor export.json"
                                    .formatted(folder)));
        }
        return new OfRun(SavedModel.open(folder, checkpoint, notes));
    }
}
