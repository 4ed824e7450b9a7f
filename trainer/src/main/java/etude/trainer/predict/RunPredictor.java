package etude.trainer.predict;

import etude.datasets.Batch;
import etude.datasets.preprocessing.Preprocessing;
import etude.trainer.loop.Inference;
import etude.trainer.run.SavedModel;
import java.util.Optional;

/** A checkpoint of a run, computed as its evaluations are. */
public record RunPredictor(Preprocessing preprocessing, Inference inference, int batchSize)
        implements Predictor {
    /**
     * Builds the model on a device.
     *
     * @param batchSize that of the run's evaluations where it is empty
     */
    public static RunPredictor of(SavedModel model, String device, Optional<Integer> batchSize) {
        int size = batchSize.orElse(model.config().evaluation().batchSize());
        return new RunPredictor(model.preprocessing(), model.on(device, Optional.of(size)), size);
    }

    @Override
    public float[] outputs(Batch batch) {
        return inference.evaluation().outputs(batch);
    }

    @Override
    public float[] next(Batch window, int position) {
        return inference.evaluation().next(window, position);
    }

    @Override
    public void close() {
        inference.close();
    }
}
