package etude.trainer.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import etude.datasets.Batch;
import etude.datasets.EtudeException;
import etude.datasets.Target;
import etude.datasets.split.Splits;
import etude.trainer.config.GradientClippingConfig;
import etude.trainer.config.OptimizerConfig;
import etude.trainer.config.RunConfig;
import etude.trainer.distributed.Ranks;
import etude.trainer.engine.DeviceTransfer;
import etude.trainer.engine.ParameterPieces;
import etude.trainer.optimizer.ParameterGroups;
import etude.trainer.optimizer.StepLog;
import java.util.Map;
import java.util.Optional;

/**
 * One update: to the device, forward, loss, backward, clip and apply. Nothing in it makes the CPU
 * wait for a GPU. With gradient accumulation or several ranks a batch is cut into equal passes,
 * whose gradients and losses are averaged.
 */
abstract sealed class TrainStep implements AutoCloseable permits ScriptedStep, BlockwiseStep {
    /**
     * What a step is made of.
     *
     * @param objective what is minimised
     * @param average what follows the weights, if anything
     * @param log takes each update's loss and gradient norm
     * @param ranks which share each batch
     */
    record Context(
            NDManager manager,
            Network network,
            RunConfig config,
            Splits splits,
            Objective objective,
            Optional<PolyakAverage> average,
            StepLog log,
            Ranks ranks) {
        /** Of one process. */
        Context(
                NDManager manager,
                Network network,
                RunConfig config,
                Splits splits,
                Objective objective,
                Optional<PolyakAverage> average,
                StepLog log) {
            this(manager, network, config, splits, objective, average, log, Ranks.alone());
        }

        /** Into how many equal parts a whole batch is cut. */
        int passes() {
            return ownPasses() * ranks.size();
        }

        /** How many of them this rank takes. */
        int ownPasses() {
            return config.gradientAccumulation();
        }

        Loss.Texts lossTexts() {
            return new Loss.Texts(objective, passes());
        }

        /**
         * What the optimizer does with each parameter.
         *
         * @throws EtudeException when a group is of none
         */
        ParameterGroups groups() {
            return ParameterGroups.of(config.optimizer(), network.parameters());
        }

        /** The parameters as a script keeps them. */
        ParameterPieces pieces() {
            return network.parameters().pieces(groups()::of);
        }

        /** Of the features of one pass. */
        Shape passShape() {
            return Network.shape(config.batchSize() / passes(), splits.train().spec());
        }

        /** Whether batches may be mixed. */
        boolean mixes() {
            return splits.train().spec().target() instanceof Target.Classes;
        }

        DeviceTransfer transfer() {
            return new DeviceTransfer(
                    manager,
                    splits.train().spec(),
                    config.batchSize() / ranks.size(),
                    splits.statistics().mean(),
                    splits.statistics().deviation(),
                    splits.target(),
                    config.precision());
        }
    }

    /** In one native call where model, loss and optimizer can be written as a script. */
    static TrainStep of(Context context) {
        if (context.config().optimizer() instanceof OptimizerConfig.Provided) {
            return new BlockwiseStep(context);
        }
        return ScriptedStep.scripted(context)
                .<TrainStep>map(step -> step)
                .orElseGet(() -> new BlockwiseStep(context));
    }

    /** The largest permitted gradient norm; infinite without clipping. */
    static double clip(RunConfig config) {
        return config.gradientClipping()
                .map(GradientClippingConfig::norm)
                .orElse(Double.POSITIVE_INFINITY);
    }

    /** See {@link etude.trainer.optimizer.Update#state}. */
    abstract Map<String, NDArray> optimizerState();

    /** Performs update {@code step}, counted from 0. */
    abstract void run(Batch batch, long step, double learningRate);

    @Override
    public abstract void close();
}
