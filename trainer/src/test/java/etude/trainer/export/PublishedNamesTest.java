package etude.trainer.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import etude.datasets.Batch;
import etude.datasets.Features;
import etude.datasets.encoding.Vocabulary;
import etude.datasets.preprocessing.Preprocessing;
import etude.trainer.checkpoint.SafetensorsReader;
import etude.trainer.loop.Inference;
import etude.trainer.model.VitProvider;
import etude.trainer.predict.Predictor;
import etude.trainer.predict.TrainedModel;
import etude.trainer.run.SavedModel;
import etude.trainer.weights.PublishedNames;
import etude.trainer.weights.Renaming;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Exported weights, read by their published names into models that know nothing of Etude. On the
 * CPU, since a card computes convolutions in TF32.
 */
final class PublishedNamesTest {
    @TempDir private Path directory;

    private PlainModels exported(SavedModel model) {
        Export export =
                Export.write(model, ExportFormat.SAFETENSORS, directory.resolve("exported"));
        return new PlainModels(
                SafetensorsReader.read(export.file()), epsilon(model.config().model().settings()));
    }

    private static double epsilon(Record settings) {
        return settings instanceof VitProvider.Settings vit ? vit.epsilon() : 1.0e-5;
    }

    /** As the network reads it: (channels, height, width) of what the batch holds side by side. */
    private static double[] normalized(Preprocessing preprocessing, Batch batch, int edge) {
        float[] mean = preprocessing.statistics().mean();
        float[] deviation = preprocessing.statistics().deviation();
        int channels = mean.length;
        double[] image = new double[channels * edge * edge];
        for (int i = 0; i < image.length; i++) {
            int channel = i % channels;
            double value = (batch.images()[i] & 0xff) - (double) mean[channel];
            image[channel * edge * edge + i / channels] = value / deviation[channel];
        }
        return image;
    }

    private static double[] shares(double[] logits) {
        double most = Arrays.stream(logits).max().orElseThrow();
        double sum = Arrays.stream(logits).map(v -> Math.exp(v - most)).sum();
        return Arrays.stream(logits).map(v -> Math.exp(v - most) / sum).toArray();
    }

    private static void assertClose(float[] found, double[] expected) {
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < found.length; i++) {
            assertThat((double) found[i]).isCloseTo(expected[i], within(1.0e-5));
        }
    }

    private static float[] outputs(SavedModel model, Batch batch) {
        try (Inference inference = model.on("cpu", Optional.of(batch.capacity()))) {
            return inference.evaluation().outputs(batch);
        }
    }

    @Test
    void resNet18IsTorchvisions() {
        Preprocessing images = RandomModel.images(32, 3, 5);
        SavedModel model = RandomModel.of("{name: resnet, variant: imagenet, depth: 18}", images);
        Batch batch = RandomModel.batch(images, 1);
        PlainModels plain = exported(model);
        assertThat(plain.tensors()).hasSize(102).containsKey("layer4.0.downsample.1.running_var");
        assertClose(
                outputs(model, batch),
                shares(plain.resNet(3, 32, normalized(images, batch, 32), 2, 2, 2, 2)));
    }

    @Test
    void resNet50IsTorchvisions() {
        Preprocessing images = RandomModel.images(32, 3, 5);
        SavedModel model = RandomModel.of("{name: resnet, variant: imagenet, depth: 50}", images);
        Batch batch = RandomModel.batch(images, 1);
        PlainModels plain = exported(model);
        assertThat(plain.tensors()).hasSize(267).containsKey("layer1.0.downsample.0.weight");
        assertClose(
                outputs(model, batch),
                shares(plain.resNet(3, 32, normalized(images, batch, 32), 3, 4, 6, 3)));
    }

    @Test
    void deeperResNetsHaveTorchvisionsNames() {
        Preprocessing images = RandomModel.images(32, 3, 1000);
        Map<Integer, Integer> counts = Map.of(34, 182, 50, 267); // there, without its counters
        counts.forEach(
                (depth, count) -> {
                    String model = "{name: resnet, variant: imagenet, depth: %s}".formatted(depth);
                    List<Renaming> tensors =
                            PublishedNames.of(
                                            RandomModel.config(model), images.encoding().features())
                                    .orElseThrow()
                                    .tensors();
                    assertThat(tensors.stream().map(Renaming::ours))
                            .hasSize(count)
                            .containsExactlyInAnyOrderElementsOf(RandomModel.names(model, images));
                    assertThat(tensors.stream().map(Renaming::theirs))
                            .doesNotHaveDuplicates()
                            .contains("layer2.0.downsample.1.bias", "layer3.5.conv2.weight");
                });
    }

    @Test
    void vitIsTimms() {
        Preprocessing images = RandomModel.images(12, 3, 4);
        SavedModel model =
                RandomModel.of(
                        "{name: vit, patch_size: 4, layers: 2, width: 16, heads: 2, mlp_ratio: 2, epsilon: 1.0e-6}",
                        images);
        Batch batch = RandomModel.batch(images, 1);
        assertClose(
                outputs(model, batch),
                shares(
                        exported(model)
                                .visionTransformer(3, 12, normalized(images, batch, 12), 2, 2)));
    }

    @Test
    void gptIsHuggingFaces() {
        Preprocessing text = RandomModel.text(new Vocabulary.Bytes(), 10);
        SavedModel model = RandomModel.of("{name: gpt, layers: 2, width: 16, heads: 4}", text);
        Batch batch = RandomModel.batch(text, 1);
        double[][] logits = exported(model).gpt2(batch.tokens(), 2, 4);
        assertClose(
                outputs(model, batch),
                Arrays.stream(logits).flatMapToDouble(row -> Arrays.stream(shares(row))).toArray());
    }

    @Test
    void modelsOfAnotherBuildKeepOurNames() throws IOException {
        for (String other :
                new String[] {
                    "{name: resnet, depth: 8}",
                    "{name: resnet, variant: imagenet, depth: 18, normalization: group_norm}",
                    "{name: vit, patch_size: 4, layers: 1, width: 8, heads: 1, pooling: average}",
                    "{name: mlp}"
                }) {
            assertThat(PublishedNames.of(RandomModel.config(other), new Features.Image(8, 8, 3)))
                    .isEmpty();
        }
        SavedModel mlp = RandomModel.of("{name: mlp, hidden: [4]}", RandomModel.images(8, 1, 3));
        assertThat(exported(mlp).tensors().keySet())
                .isEqualTo(mlp.checkpoint().parameters().keySet());
        assertThat(Files.readString(directory.resolve("exported/README.md")))
                .contains("under Etude's names");
    }

    @Test
    void etudeBuildsTheModelOfTheFolderAgain() {
        for (String model :
                new String[] {
                    "{name: vit, patch_size: 4, layers: 1, width: 8, heads: 2}",
                    "{name: mlp, hidden: [4]}"
                }) {
            Preprocessing images = RandomModel.images(8, 2, 3);
            SavedModel saved = RandomModel.of(model, images);
            Path folder = directory.resolve("folder-" + saved.config().model().name());
            Export.write(saved, ExportFormat.SAFETENSORS, folder);
            Batch batch = RandomModel.batch(images, 3);
            TrainedModel opened = TrainedModel.open(folder, "best", note -> {});
            try (Predictor predictor = opened.on("cpu", Optional.of(3))) {
                assertThat(predictor.outputs(batch)).isEqualTo(outputs(saved, batch));
            }
        }
    }
}
