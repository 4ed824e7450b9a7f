package etude.trainer.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import etude.datasets.ExampleSpec;
import etude.datasets.Features;
import etude.datasets.Target;
import etude.trainer.config.ConfigLoader;
import etude.trainer.config.RunConfig;
import etude.trainer.model.ModelContext;
import etude.trainer.model.ModelRegistry;
import java.util.Collections;
import java.util.List;

/**
 * A model for 16x16 images of five classes, or for six tokens, and a batch for it.
 *
 * @param config with the model's part
 * @param spec what it is built for
 */
record SmallModel(RunConfig config, ExampleSpec spec) {
    static final int BATCH = 8;

    /**
     * @param model the config's part
     */
    static SmallModel of(String model) {
        RunConfig config =
                ConfigLoader.parse(
                        "name: n\ndataset: {name: generated}\nbatch_size: 8\nmax_train_steps: 1\n"
                                + "optimizer: {name: sgd, learning_rate: 1}\nmodel: "
                                + model,
                        "network.yaml",
                        List.of());
        return new SmallModel(config, spec(config.model().name()));
    }

    private static ExampleSpec spec(String model) {
        return model.equals("gpt")
                ? new ExampleSpec(new Features.Tokens(6, 11), new Target.NextToken(11))
                : new ExampleSpec(
                        new Features.Image(16, 16, 3),
                        new Target.Classes(Collections.nCopies(5, "class")));
    }

    Block block() {
        return ModelRegistry.load()
                .find(config.model().name())
                .orElseThrow()
                .build(config.model().settings(), new ModelContext(spec, dropout(), BATCH));
    }

    /** Residual networks have no place for dropout. */
    private double dropout() {
        return config.model().name().equals("resnet") ? 0 : 0.3;
    }

    /** Of a batch's features. */
    Shape shape(int batch) {
        return spec.features() instanceof Features.Image image
                ? new Shape(batch, image.channels(), image.height(), image.width())
                : new Shape(batch, spec.features().elements());
    }

    /** A batch's features, images in channels-last memory. */
    NDArray input(NDManager manager) {
        Shape shape = shape(BATCH);
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
}
