package etude.trainer.loop;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import etude.datasets.ExampleSpec;
import etude.datasets.Features;
import etude.datasets.Target;
import etude.datasets.source.DataRoot;
import etude.datasets.source.Sources;
import etude.datasets.split.Splits;
import etude.trainer.config.RunConfig;
import etude.trainer.engine.FlatParameters;
import etude.trainer.engine.FlatParameters.Slot;
import etude.trainer.engine.KernelArchives;
import etude.trainer.engine.Precision;
import etude.trainer.model.Kernels;
import etude.trainer.model.ModelRegistry;
import etude.trainer.model.NetworkScript;
import etude.trainer.model.Pass;
import etude.trainer.optimizer.UpdateCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The kernels of {@link TrainStep} as archives, so that PyTorch in Python can take the same step
 * where this engine has no libraries for the GPU: {@code scripts/bench/replay.py} does.
 */
public final class StepArchives {
    private StepArchives() {}

    /**
     * Writes those of a config.
     *
     * @param folder that is made
     */
    public static void write(RunConfig config, Path folder) throws IOException {
        try (Splits splits =
                Sources.open(config.dataset(), DataRoot.fromEnvironment(), note -> {})) {
            write(
                    config,
                    splits.train().spec(),
                    new KernelArchives(Files.createDirectories(folder)));
        }
    }

    private static void write(RunConfig config, ExampleSpec spec, KernelArchives archives)
            throws IOException {
        Block block =
                ModelRegistry.load()
                        .find(config.model().name())
                        .orElseThrow()
                        .build(config.model().settings(), Training.context(config, spec));
        UpdateCall update = UpdateCall.of(config.optimizer());
        // Nothing is computed, so the device does not matter.
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            FlatParameters parameters =
                    FlatParameters.initialize(block, manager, config.precision(), shape(spec, 1));
            Pass onAGpu =
                    new Pass(
                            shape(spec, config.batchSize()),
                            config.precision(),
                            Kernels.ofGpu(),
                            true);
            archives.kernel(
                    "network", NetworkScript.of(block, parameters).orElseThrow().apply(onAGpu));
            archives.kernel("loss", Loss.source("cross_entropy.txt", config.labelSmoothing(), 1));
            archives.kernel("update", update.source());
            archives.transfer(config.precision());
            archives.call(call(config, spec, parameters, update));
        }
    }

    private static Shape shape(ExampleSpec spec, int examples) {
        return spec.features() instanceof Features.Image image
                ? new Shape(examples, image.channels(), image.height(), image.width())
                : new Shape(examples, spec.features().elements());
    }

    private static Map<String, Object> call(
            RunConfig config, ExampleSpec spec, FlatParameters parameters, UpdateCall update) {
        Map<String, Object> call = new LinkedHashMap<>();
        call.put("name", config.name());
        call.put("batch_size", config.batchSize());
        call.put("bfloat16", config.precision() == Precision.BFLOAT16);
        if (spec.features() instanceof Features.Image image) {
            call.put("image", List.of(image.height(), image.width(), image.channels()));
        } else {
            call.put("length", spec.features().elements());
        }
        call.put("outputs", outputs(spec.target()));
        call.put("weights", parameters.trainable().stream().map(StepArchives::place).toList());
        call.put("statistics", parameters.statistics().stream().map(StepArchives::place).toList());
        call.put("decayed", parameters.decayed());
        call.put("clip", TrainStep.clip(config));
        call.put("learning_rate", update.learningRate());
        call.put("l2", update.l2());
        call.put("decoupled", update.decoupled());
        call.put("state", update.state());
        call.put("numbers", update.numbers());
        return call;
    }

    private static int outputs(Target target) {
        if (target instanceof Target.NextToken next) {
            return next.vocabularySize();
        }
        return ((Target.Classes) target).names().size();
    }

    /** Of one parameter: its type, how many numbers it has, and how many make one output. */
    private static List<Object> place(Slot slot) {
        long size = slot.shape().size();
        long outputs = slot.shape().dimension() > 1 ? slot.shape().get(0) : 1;
        return List.of(slot.parameter().getType().name(), size, size / outputs);
    }
}
