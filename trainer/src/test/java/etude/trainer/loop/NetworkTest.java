package etude.trainer.loop;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Block;
import ai.djl.training.GradientCollector;
import etude.datasets.ExampleSpec;
import etude.datasets.Features;
import etude.datasets.RandomStream;
import etude.trainer.engine.Devices;
import etude.trainer.engine.FlatParameters;
import etude.trainer.engine.FlatVectors;
import etude.trainer.engine.Precision;
import etude.trainer.engine.ProcessorType;
import etude.trainer.engine.Seeds;
import etude.trainer.engine.TestDevice;
import etude.trainer.engine.TorchScript;
import etude.trainer.model.Kernels;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A model in one native call computes, bit for bit, what its blocks compute one by one. */
class NetworkTest {
    /** As every run does: kernels run as written. */
    @BeforeAll
    static void configureTheEngine() {
        Devices.configure(1, Precision.FLOAT32, false);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{name: mlp, hidden: [16, 8], normalization: batch_norm}",
                "{name: mlp, hidden: [16], normalization: {name: ghost_batch_norm, virtual_batch_size: 3}}",
                "{name: mlp, hidden: [16], normalization: layer_norm}",
                "{name: resnet, depth: 8}",
                "{name: resnet, depth: 8, normalization: none}",
                "{name: resnet, depth: 8, normalization: {name: group_norm, groups: 4}}",
                "{name: wide_resnet, depth: 10, width: 2}",
                "{name: vit, patch_size: 8, layers: 2, width: 12, heads: 3}",
                "{name: vit, patch_size: 8, layers: 1, width: 12, heads: 3, pooling: average}",
                "{name: gpt, layers: 2, width: 16, heads: 2}",
                "{name: gpt, layers: 2, width: 16, heads: 2, residual_norm: branch_end}",
            })
    void oneCallEqualsBlockByBlock(String model) {
        for (Precision precision : List.of(Precision.FLOAT32, Precision.BFLOAT16)) {
            SmallModel small = SmallModel.of(model);
            ExampleSpec spec = small.spec();
            try (NDManager manager = TestDevice.manager()) {
                Network network =
                        Network.initialize(
                                manager, small.block(), spec, 5, precision, kernels(manager));
                Block block = small.block();
                Seeds.engine(5, RandomStream.INITIALIZATION, 0);
                block.initialize(manager, DataType.FLOAT32, small.shape(1));
                FlatParameters parameters = FlatParameters.takeOver(block, manager, precision);
                for (boolean training : new boolean[] {true, false}) {
                    float[] whole =
                            outputs(
                                    manager,
                                    network.parameters(),
                                    small,
                                    precision,
                                    (of, input) -> network.forward(of, input, training));
                    float[] byBlocks =
                            outputs(
                                    manager,
                                    parameters,
                                    small,
                                    precision,
                                    (of, input) ->
                                            block.forward(
                                                            parameters.views(of, manager),
                                                            new NDList(input),
                                                            training)
                                                    .singletonOrThrow());
                    assertThat(whole).as("training %s", training).isEqualTo(byBlocks);
                }
            }
        }
    }

    /** Those that a block has by itself. */
    private static Kernels kernels(NDManager manager) {
        return Kernels.of(manager.getDevice(), ProcessorType.OTHER, 1);
    }

    private interface Pass {
        NDArray of(FlatVectors parameters, NDArray input);
    }

    /** Outputs, gradient and running statistics after the pass. */
    private static float[] outputs(
            NDManager manager,
            FlatParameters parameters,
            SmallModel small,
            Precision precision,
            Pass pass) {
        Seeds.engine(1, RandomStream.DROPOUT, 0);
        NDArray leaf = parameters.vectors().weights().stopGradient();
        leaf.setRequiresGradient(true);
        FlatVectors of = new FlatVectors(leaf, parameters.vectors().statistics());
        try (GradientCollector collector = Engine.getInstance().newGradientCollector();
                TorchScript toFull = TorchScript.cast(manager, Precision.FLOAT32);
                TorchScript toHalf = TorchScript.cast(manager, precision)) {
            NDArray input = small.input(manager);
            if (!(small.spec().features() instanceof Features.Tokens)) {
                input = toHalf.differentiable(input).head();
            }
            NDArray outputs = toFull.differentiable(pass.of(of, input)).head();
            collector.backward(outputs.mul(outputs).sum());
            NDArray result = outputs.flatten().concat(leaf.getGradient());
            return parameters.vectors().statistics().size() == 0
                    ? result.toFloatArray()
                    : result.concat(parameters.vectors().statistics()).toFloatArray();
        }
    }
}
