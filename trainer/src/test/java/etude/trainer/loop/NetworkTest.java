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
import etude.datasets.ExampleSpec;
import etude.datasets.Features;
import etude.datasets.RandomStream;
import etude.datasets.Target;
import etude.trainer.config.ConfigLoader;
import etude.trainer.config.RunConfig;
import etude.trainer.engine.Devices;
import etude.trainer.engine.FlatParameters;
import etude.trainer.engine.FlatVectors;
import etude.trainer.engine.Precision;
import etude.trainer.engine.Seeds;
import etude.trainer.engine.TorchScript;
import etude.trainer.model.ModelContext;
import etude.trainer.model.ModelRegistry;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A model in one native call computes, bit for bit, what its blocks compute one by one. */
class NetworkTest {
    private static final int BATCH = 8;

    /** As every run does: kernels run as written. */
    @BeforeAll
    static void configureTheEngine() {
        Devices.configure(1, Precision.FLOAT32);
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
            RunConfig config = config(model);
            ExampleSpec spec = spec(config.model().name());
            try (NDManager manager = NDManager.newBaseManager()) {
                Network network =
                        Network.initialize(manager, block(config, spec), spec, 5, precision);
                Block block = block(config, spec);
                Seeds.engine(5, RandomStream.INITIALIZATION, 0);
                block.initialize(manager, DataType.FLOAT32, shape(spec, 1));
                FlatParameters parameters = FlatParameters.takeOver(block, manager, precision);
                for (boolean training : new boolean[] {true, false}) {
                    float[] whole =
                            outputs(
                                    manager,
                                    network.parameters(),
                                    spec,
                                    precision,
                                    (of, input) -> network.forward(of, input, training));
                    float[] byBlocks =
                            outputs(
                                    manager,
                                    parameters,
                                    spec,
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

    private interface Pass {
        NDArray of(FlatVectors parameters, NDArray input);
    }

    /** Outputs, gradient and running statistics after the pass. */
    private static float[] outputs(
            NDManager manager,
            FlatParameters parameters,
            ExampleSpec spec,
            Precision precision,
            Pass pass) {
        Seeds.engine(1, RandomStream.DROPOUT, 0);
        NDArray leaf = parameters.vectors().weights().stopGradient();
        leaf.setRequiresGradient(true);
        FlatVectors of = new FlatVectors(leaf, parameters.vectors().statistics());
        try (GradientCollector collector = Engine.getInstance().newGradientCollector();
                TorchScript toFull = TorchScript.cast(manager, Precision.FLOAT32);
                TorchScript toHalf = TorchScript.cast(manager, precision)) {
            NDArray input = input(manager, spec);
            if (!(spec.features() instanceof Features.Tokens)) {
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

    private static NDArray input(NDManager manager, ExampleSpec spec) {
        Shape shape = shape(spec, BATCH);
        int size = Math.toIntExact(shape.size());
        if (spec.features() instanceof Features.Tokens) {
            int[] tokens = new int[size];
            for (int i = 0; i < size; i++) {
                tokens[i] = i * 5 % 11;
            }
            return manager.create(tokens, shape);
        }
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) Math.sin(i * 0.37);
        }
        return manager.create(values, new Shape(BATCH, 16, 16, 3)).transpose(0, 3, 1, 2);
    }

    private static Shape shape(ExampleSpec spec, int batch) {
        return spec.features() instanceof Features.Image image
                ? new Shape(batch, image.channels(), image.height(), image.width())
                : new Shape(batch, spec.features().elements());
    }

    private static ExampleSpec spec(String model) {
        return model.equals("gpt")
                ? new ExampleSpec(new Features.Tokens(6, 11), new Target.NextToken(11))
                : new ExampleSpec(
                        new Features.Image(16, 16, 3),
                        new Target.Classes(Collections.nCopies(5, "class")));
    }

    private static Block block(RunConfig config, ExampleSpec spec) {
        return ModelRegistry.load()
                .find(config.model().name())
                .orElseThrow()
                .build(config.model().settings(), new ModelContext(spec, dropout(config), BATCH));
    }

    /** Residual networks have no place for dropout. */
    private static double dropout(RunConfig config) {
        return config.model().name().equals("resnet") ? 0 : 0.3;
    }

    private static RunConfig config(String model) {
        return ConfigLoader.parse(
                "name: n\ndataset: {name: generated}\nbatch_size: 8\nmax_train_steps: 1\n"
                        + "optimizer: {name: sgd, learning_rate: 1}\nmodel: "
                        + model,
                "network.yaml",
                List.of());
    }
}
