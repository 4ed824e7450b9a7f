package etude.trainer.loop;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
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
import etude.trainer.optimizer.StepLog;
import etude.trainer.optimizer.UpdateCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
            write(config, splits, new KernelArchives(Files.createDirectories(folder)));
        }
    }

    private static void write(RunConfig config, Splits splits, KernelArchives archives)
            throws IOException {
        ExampleSpec spec = splits.train().spec();
        Block block =
                ModelRegistry.load()
                        .find(config.model().name())
                        .orElseThrow()
                        .build(config.model().settings(), Training.context(config, spec));
        // Nothing is computed, so the device does not matter.
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            Network network =
                    Network.initialize(
                            manager,
                            block,
                            spec,
                            config.seed(),
                            config.precision(),
                            Kernels.ofGpu());
            FlatParameters parameters = network.parameters();
            TrainStep.Context context =
                    new TrainStep.Context(
                            manager,
                            network,
                            config,
                            splits,
                            Objective.of(config, splits),
                            Optional.empty(),
                            new StepLog(manager, 1, 0));
            Pass pass = new Pass(context.passShape(), config.precision(), Kernels.ofGpu(), true);
            archives.kernel(
                    "network", NetworkScript.of(block, parameters).orElseThrow().apply(pass));
            archives.kernel("loss", context.lossTexts().plain("forward"));
            archives.transfer(config.precision());
            Map<String, Object> call = call(config, spec, parameters);
            try (ScriptedStep step = ScriptedStep.scripted(context).orElseThrow()) {
                call.put("arguments", archives.keeping("step", step.parts()));
            }
            archives.call(call);
        }
    }

    private static Map<String, Object> call(
            RunConfig config, ExampleSpec spec, FlatParameters parameters) {
        UpdateCall update = UpdateCall.of(config.optimizer());
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
        call.put("state", update.state());
        List<Double> numbers = new ArrayList<>(update.numbers());
        numbers.add(0.0); // batches are not mixed
        call.put("numbers", numbers);
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
