package etude.trainer.bench;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.dataset.Batch;
import ai.djl.training.evaluator.Accuracy;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import ai.djl.translate.TranslateException;
import etude.datasets.Features;
import etude.datasets.source.DataRoot;
import etude.datasets.source.Sources;
import etude.datasets.split.Splits;
import etude.trainer.config.OptimizerConfig.Momentum;
import etude.trainer.config.RunConfig;
import etude.trainer.engine.TestDevice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.OptionalLong;

/**
 * A workload as a user of DJL would train it: DJL's blocks, optimizer, data set and {@link
 * EasyTrain}, whose {@code fit} does what {@link #serve} does. It has less to do than Etude: no
 * augmentation and no clipping by norm, which DJL does not have, and images that were normalised
 * beforehand.
 */
final class EasyTrainContestant {
    private EasyTrainContestant() {}

    /** Trains until nobody asks for more. */
    static void serve(RunConfig config, Bursts bursts) {
        try (Splits splits =
                        Sources.open(config.dataset(), DataRoot.fromEnvironment(), note -> {});
                Model model = Model.newInstance(config.name(), "PyTorch")) {
            Features.Image image = (Features.Image) splits.train().spec().features();
            model.setBlock(block(config));
            try (Trainer trainer = model.newTrainer(settings(config))) {
                ArrayDataset images =
                        NormalizedImages.of(splits, model.getNDManager(), config.batchSize());
                trainer.initialize(
                        new Shape(
                                config.batchSize(),
                                image.channels(),
                                image.height(),
                                image.width()));
                serve(trainer, images, bursts);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (TranslateException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Block block(RunConfig config) {
        return switch (config.model().name()) {
            case "mlp" -> DjlModels.mlp();
            case "resnet" -> DjlModels.resNet20();
            default -> throw new IllegalArgumentException("no DJL model " + config.model().name());
        };
    }

    private static DefaultTrainingConfig settings(RunConfig config) {
        Momentum momentum = (Momentum) config.optimizer();
        Optimizer sgd =
                Optimizer.sgd()
                        .setLearningRateTracker(Tracker.fixed((float) momentum.learningRate()))
                        .optMomentum((float) momentum.momentum())
                        .optWeightDecays((float) momentum.weightDecay())
                        .build();
        return new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
                .addEvaluator(new Accuracy())
                .optDevices(new Device[] {TestDevice.device()})
                .optOptimizer(sgd)
                .addTrainingListeners(TrainingListener.Defaults.basic());
    }

    private static void serve(Trainer trainer, ArrayDataset images, Bursts bursts)
            throws IOException, TranslateException {
        OptionalLong burst = bursts.await();
        long remaining = burst.orElse(0);
        while (remaining > 0) {
            for (Batch batch : trainer.iterateDataset(images)) {
                EasyTrain.trainBatch(trainer, batch);
                trainer.step();
                batch.close();
                remaining--;
                if (remaining == 0) {
                    bursts.finished();
                    remaining = bursts.await().orElse(0);
                }
                if (remaining == 0) {
                    return;
                }
            }
            trainer.notifyListeners(listener -> listener.onEpoch(trainer));
        }
    }
}
