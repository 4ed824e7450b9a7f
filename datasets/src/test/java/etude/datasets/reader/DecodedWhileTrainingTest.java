package etude.datasets.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.datasets.Batch;
import etude.datasets.EtudeException;
import etude.datasets.augment.Augmenter;
import etude.datasets.config.AugmentationConfig;
import etude.datasets.encoding.ImageFit;
import etude.datasets.pipeline.EvaluationBatches;
import etude.datasets.pipeline.ExampleOrder;
import etude.datasets.pipeline.InputPipeline;
import etude.datasets.pipeline.PipelineRequest;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Images that are decoded whenever they are read are those that were decoded ahead. */
@Timeout(60)
final class DecodedWhileTrainingTest extends ImageFolders {
    private static final int EDGE = 12;
    private static final int BATCH_SIZE = 4;
    private static final List<AugmentationConfig> CROPS =
            List.of(
                    new AugmentationConfig.RandomResizedCrop(0.3, 1, 0.75),
                    new AugmentationConfig.HorizontalFlip(),
                    new AugmentationConfig.Mixup(0.4));
    private static final List<AugmentationConfig> SHIFTS =
            List.of(new AugmentationConfig.RandomCrop(2), new AugmentationConfig.Cutout(3));

    private ImageFolderRequest request(
            String name, ImageFit fit, int trainingSize, double mostSkipped, boolean encoded) {
        return new ImageFolderRequest(
                folder().resolve(name),
                Optional.empty(),
                Optional.of(EDGE),
                Optional.of(EDGE),
                fit,
                trainingSize == 0 ? OptionalInt.empty() : OptionalInt.of(trainingSize),
                mostSkipped,
                encoded,
                false);
    }

    private ImageFolderRequest stretched(boolean encoded, double mostSkipped) {
        return request("data", new ImageFit.Stretched(), 0, mostSkipped, encoded);
    }

    /** Nine pictures of many sizes. */
    private static Map<String, byte[]> pictures() throws IOException {
        Map<String, byte[]> pictures = new LinkedHashMap<>();
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 9; i++) {
            BufferedImage image =
                    new BufferedImage(15 + random.nextInt(40), 14 + random.nextInt(40), RGB);
            for (int pixel = 0; pixel < image.getWidth() * image.getHeight(); pixel++) {
                int x = pixel % image.getWidth();
                int y = pixel / image.getWidth();
                image.setRGB(
                        x, y, 0x10000 * (x * 5 + i * 20) + 0x100 * (y * 4) + random.nextInt(256));
            }
            String format = i % 3 == 2 ? "png" : "jpg";
            pictures.put(
                    "%s/%d.%s".formatted(i % 2 == 0 ? "a" : "b", i, format), encode(image, format));
        }
        return pictures;
    }

    private void write(Map<String, byte[]> pictures) throws IOException {
        for (Map.Entry<String, byte[]> picture : pictures.entrySet()) {
            Path file = folder().resolve("data").resolve(picture.getKey());
            Files.createDirectories(file.getParent());
            Files.write(file, picture.getValue());
        }
    }

    @Test
    void batchesOfTrainingAndEvaluationAreTheSameOfFoldersAndArchives() throws IOException {
        write(pictures());
        TarFiles.write(folder().resolve("data.tgz"), pictures());
        for (String name : List.of("data", "data.tgz")) {
            compare(name, new ImageFit.Centred(14), 16, CROPS);
            compare(name, new ImageFit.Centred(14), 0, CROPS);
            compare(name, new ImageFit.Stretched(), 0, SHIFTS);
        }
    }

    private void compare(
            String name, ImageFit fit, int trainingSize, List<AugmentationConfig> augment) {
        ImageFolderDataset ahead = open(request(name, fit, trainingSize, 0, false));
        ImageFolderDataset encoded = open(request(name, fit, trainingSize, 0, true));
        assertThat(encoded.spec()).isEqualTo(ahead.spec());
        assertThat(encoded.name(3)).isEqualTo(ahead.name(3));
        List<String> batches = training(ahead, augment, 0, 1);
        assertThat(training(encoded, augment, 0, 3)).isEqualTo(batches);
        // as a run that is resumed at step 5 makes them
        assertThat(training(encoded, augment, 5, 2))
                .startsWith(batches.subList(5, batches.size()).toArray(String[]::new));
        assertThat(evaluation(encoded)).isEqualTo(evaluation(ahead));
    }

    private static List<String> training(
            ImageFolderDataset images,
            List<AugmentationConfig> augment,
            long firstStep,
            int workers) {
        PipelineRequest request =
                new PipelineRequest(
                        images,
                        new ExampleOrder(images.size(), 1),
                        Augmenter.of(augment, images.spec(), 1),
                        BATCH_SIZE,
                        firstStep,
                        workers,
                        2);
        List<String> batches = new ArrayList<>();
        try (InputPipeline pipeline = new InputPipeline(request)) {
            for (int step = 0; step < 8; step++) {
                Batch batch = pipeline.next();
                batches.add(text(batch));
                pipeline.recycle(batch);
            }
        }
        return batches;
    }

    private static List<String> evaluation(ImageFolderDataset images) {
        List<String> batches = new ArrayList<>();
        try (EvaluationBatches all = new EvaluationBatches(images, BATCH_SIZE, 2, 2)) {
            for (Optional<Batch> next = all.next(); next.isPresent(); next = all.next()) {
                batches.add(text(next.get()));
                all.recycle(next.get());
            }
        }
        return batches;
    }

    private static String text(Batch batch) {
        int elements = batch.size() * EDGE * EDGE * Pixels.CHANNELS;
        return Arrays.toString(Arrays.copyOf(batch.images(), elements))
                + Arrays.toString(Arrays.copyOf(batch.labels(), batch.size()))
                + (batch.mixed() ? Arrays.toString(batch.mixWeights()) : "");
    }

    @Test
    void badFilesAreFoundWhenTheyArePacked() throws IOException {
        write(pictures());
        Path bad = Files.writeString(folder().resolve("data/a/bad.png"), "no image");
        for (boolean encoded : List.of(false, true)) {
            assertThatThrownBy(() -> open(stretched(encoded, 0)))
                    .hasMessage(
                            bad
                                    + ": expected a JPEG, PNG or WebP image, found bytes of another kind");
        }
        ImageFolderDataset ahead = open(stretched(false, 0.1));
        ImageFolderDataset encoded = open(stretched(true, 0.1));
        assertThat(notes()).last().asString().contains("1 of 10 images (10 %)");
        assertThat(evaluation(encoded)).hasSize(3).isEqualTo(evaluation(ahead));
    }

    @Test
    void anotherSizePacksNothingAnew() throws IOException {
        write(pictures());
        open(stretched(true, 0));
        assertThat(notes()).singleElement().asString().startsWith("Preparing ");
        notes().clear();

        ImageFolderDataset images = open(request("data", new ImageFit.Centred(20), 24, 0, true));

        assertThat(notes()).isEmpty();
        assertThat(images.picture(0).orElseThrow().width()).isEqualTo(24);
        // All must have the size of an example here, so they are looked at again.
        assertThatThrownBy(() -> open(request("data", new ImageFit.Exact(), 0, 0, true)))
                .isInstanceOf(EtudeException.class)
                .hasMessageContaining("12 x 12 pixels (height x width)");
    }

    @Test
    void equalPicturesAreKnownByAHash() throws IOException {
        Map<String, byte[]> pictures = pictures();
        List<String> names = new ArrayList<>(pictures.keySet());
        pictures.put("b/copy.jpg", pictures.getOrDefault(names.get(0), new byte[0]));
        write(pictures);
        ImageFolderDataset images = open(stretched(true, 0));
        List<Long> hashes = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            Batch room = new Batch(images.spec(), 1);
            hashes.add(images.featureHash(i, room));
            labels.add(room.labels()[0]);
        }
        assertThat(hashes.get(9)).isEqualTo(hashes.get(0)); // b/copy.jpg and a/0.jpg
        assertThat(hashes.subList(0, 9)).doesNotHaveDuplicates();
        assertThat(labels).containsExactly(0, 0, 0, 0, 0, 1, 1, 1, 1, 1);
    }

    /** Pixels of 2 GB each, which nobody decodes. */
    @Test
    void pixelsThatWouldNotFitTheDiskAreRefusedBeforeTheyAreDecoded() throws IOException {
        int edge = 26_000;
        long free = Files.getFileStore(folder()).getUsableSpace();
        for (long i = 0; i <= free / (3L * edge * edge); i++) {
            image("data/a/%d.png".formatted(i), 1, 1, 0, RGB);
        }
        assertThatThrownBy(
                        () ->
                                open(
                                        new ImageFolderRequest(
                                                folder().resolve("data"),
                                                Optional.empty(),
                                                Optional.of(edge),
                                                Optional.of(edge),
                                                new ImageFit.Stretched())))
                .isInstanceOf(EtudeException.class)
                .hasMessageMatching(
                        "(?s).*/data: expected [0-9,.]+ GB of free disk in the cache folder .*/cache for the pixels of its [0-9,]+ images, found [0-9,.]+ GB; set dataset.decode: training, .*");
    }
}
