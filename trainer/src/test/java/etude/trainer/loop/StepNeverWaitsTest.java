package etude.trainer.loop;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.GradientCollector;
import etude.datasets.Features;
import etude.trainer.config.ConfigLoader;
import etude.trainer.engine.Devices;
import etude.trainer.engine.FlatParameters;
import etude.trainer.engine.FlatVectors;
import etude.trainer.engine.Precision;
import etude.trainer.engine.Profile;
import etude.trainer.engine.TestDevice;
import etude.trainer.engine.TorchScript;
import etude.trainer.model.Kernels;
import etude.trainer.model.NetworkScript;
import etude.trainer.model.Pass;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Nothing in an ordinary step would make the CPU wait for a GPU: no operator reads a number from
 * it, also where a kernel goes the way for GPUs, and no kernel makes a tensor on the CPU.
 */
class StepNeverWaitsTest {
    /** Makes a tensor, which lies on the CPU unless a device is named. */
    private static final String FACTORY =
            "torch\\.(arange|empty|eye|full|linspace|ones|rand|randint|randn|randperm|scalar_tensor|tensor|zeros)\\(";

    @BeforeAll
    static void configureTheEngine() {
        Devices.configure(1, Precision.FLOAT32, false);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{name: mlp, hidden: [16, 8], normalization: none}",
                "{name: mlp, hidden: [16, 8], normalization: batch_norm}",
                "{name: mlp, hidden: [16], normalization: {name: ghost_batch_norm, virtual_batch_size: 3}}",
                "{name: mlp, hidden: [16], normalization: layer_norm}",
                "{name: resnet, depth: 8}",
                "{name: resnet, depth: 8, normalization: none}",
                "{name: resnet, depth: 8, normalization: {name: group_norm, groups: 4}}",
                "{name: resnet, depth: 8, normalization: {name: ghost_batch_norm, virtual_batch_size: 4}}",
                "{name: wide_resnet, depth: 10, width: 2}",
                "{name: vit, patch_size: 8, layers: 2, width: 12, heads: 3}",
                "{name: vit, patch_size: 8, layers: 1, width: 12, heads: 3, pooling: average}",
                "{name: gpt, layers: 2, width: 16, heads: 2}",
                "{name: gpt, layers: 2, width: 16, heads: 2, residual_norm: branch_end}",
            })
    void inAPassAsOnAGpu(String model) {
        SmallModel small = SmallModel.of(model);
        Precision precision = Precision.BFLOAT16; // runs what float32 does, and casts
        try (NDManager manager = TestDevice.manager();
                Loss loss =
                        new Loss(
                                manager,
                                new Loss.Texts(Objective.usual(small.spec().target(), 0.1), 2));
                TorchScript cast = TorchScript.cast(manager, precision)) {
            Block block = small.block();
            FlatParameters parameters =
                    FlatParameters.initialize(block, manager, precision, small.shape(1));
            Pass onAGpu = new Pass(small.shape(SmallModel.BATCH), precision, Kernels.ofGpu(), true);
            String text = NetworkScript.of(block, parameters).orElseThrow().apply(onAGpu);
            NDArray input = small.input(manager);
            if (!(small.spec().features() instanceof Features.Tokens)) {
                input = cast.differentiable(input).head();
            }
            try (TorchScript network = TorchScript.compile(manager, text)) {
                Profile profile = pass(network, loss, parameters.vectors(), input);
                assertThat(profile.names()).contains("aten::cross_entropy_loss");
                assertThat(profile.names()).anyMatch(name -> name.endsWith("Backward0"));
                assertThat(profile.waits()).isEmpty();
            }
        }
    }

    private static Profile pass(
            TorchScript network, Loss loss, FlatVectors vectors, NDArray features) {
        NDArray leaf = vectors.weights().stopGradient();
        leaf.setRequiresGradient(true);
        long predictions =
                features.getDataType() == DataType.INT32
                        ? features.size()
                        : features.getShape().get(0);
        NDArray labels = features.getManager().ones(new Shape(predictions), DataType.INT32);
        return Profile.of(
                () -> {
                    try (GradientCollector collector =
                            Engine.getInstance().newGradientCollector()) {
                        NDArray outputs =
                                network.differentiable(features, leaf, vectors.statistics()).head();
                        collector.backward(loss.of(outputs, new NDList(labels)));
                    }
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{name: sgd, learning_rate: 0.1}",
                "{name: momentum, learning_rate: 0.1, weight_decay: 0.1, weight_decay_kind: l2}",
                "{name: nesterov, learning_rate: 0.1, weight_decay: 0.1}",
                "{name: rmsprop, learning_rate: 0.1, weight_decay: 0.1}",
                "{name: adam, learning_rate: 0.1, weight_decay: 0.1, weight_decay_kind: l2}",
                "{name: adamw, learning_rate: 0.1, weight_decay: 0.1}",
                "{name: nadam, learning_rate: 0.1, weight_decay: 0.1}",
            })
    void inAnUpdate(String optimizer) {
        String config =
                "name: n\ndataset: {name: generated, examples: 60}\nbatch_size: 8\nmax_train_steps: 1\n"
                        + "gradient_accumulation: 2\ngradient_clipping: {norm: 1}\nmodel: {name: mlp, hidden: [8]}\n"
                        + "optimizer: "
                        + optimizer;
        try (RepeatedStep step =
                RepeatedStep.of(ConfigLoader.parse(config, "update.yaml", List.of()))) {
            Profile profile = Profile.of(step::run);
            assertThat(profile.names()).contains("aten::linalg_vector_norm", "aten::_log_softmax");
            assertThat(profile.waits()).isEmpty();
        }
    }

    @Test
    void anOperatorThatWaitsIsFound() {
        try (NDManager manager = TestDevice.manager()) {
            NDArray array = manager.ones(new Shape(3));
            assertThat(Profile.of(array::nonzero).waits()).contains("aten::nonzero");
            assertThat("torch.ones([2])").matches(".*" + FACTORY + ".*");
        }
    }

    @Test
    void everyKernelMakesItsTensorsOnTheDevice() throws Exception {
        URL one = Objects.requireNonNull(TorchScript.class.getResource("upload.txt"));
        Path kernels = Path.of(one.toURI()).resolveSibling("..").normalize();
        try (Stream<Path> files = Files.walk(kernels)) {
            List<Path> texts = files.filter(file -> file.toString().endsWith(".txt")).toList();
            assertThat(texts).hasSizeGreaterThan(30);
            for (Path text : texts) {
                assertThat(Files.readAllLines(text))
                        .as(text.toString())
                        .noneMatch(
                                line ->
                                        line.matches(".*" + FACTORY + ".*")
                                                && !line.contains("device=ops.prim.device("));
            }
        }
    }
}
