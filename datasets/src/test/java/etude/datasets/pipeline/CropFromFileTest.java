package etude.datasets.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import etude.datasets.Batch;
import etude.datasets.Dataset;
import etude.datasets.augment.Augmenter;
import etude.datasets.config.AugmentationConfig;
import etude.datasets.config.DatasetConfig;
import etude.datasets.config.SourceConfig;
import etude.datasets.image.Picture;
import etude.datasets.source.DataRoot;
import etude.datasets.source.Sources;
import etude.datasets.split.Splits;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code dataset.crop_from_file} cuts from, from the config to the batches. */
@Timeout(60)
final class CropFromFileTest {
    private static final int EDGE = 12;
    private static final int BATCH_SIZE = 4;
    private static final int STEPS = 8;
    private static final int SEED = 3;

    @TempDir static Path folder;

    /** JPEG files of noise: a crop of pixels that were resized before is another one. */
    @BeforeAll
    static void write() throws IOException {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 12; i++) {
            BufferedImage image =
                    new BufferedImage(
                            20 + random.nextInt(40),
                            18 + random.nextInt(40),
                            BufferedImage.TYPE_INT_RGB);
            for (int pixel = 0; pixel < image.getWidth() * image.getHeight(); pixel++) {
                image.setRGB(
                        pixel % image.getWidth(),
                        pixel / image.getWidth(),
                        random.nextInt(0x1000000));
            }
            Path of = Files.createDirectories(folder.resolve("data").resolve(i % 2 + ""));
            ImageIO.write(image, "jpg", of.resolve(i + ".jpg").toFile());
        }
    }

    @Test
    void batchesAreCropsOfTheFilesPixelsWhateverTheThreadsAndTheFirstStep() throws IOException {
        try (Splits splits = open(true)) {
            List<String> expected = ofTheFiles(splits.train());

            assertThat(batches(splits.train(), 0, 1)).isEqualTo(expected);
            assertThat(batches(splits.train(), 0, 3)).isEqualTo(expected);
            // as a run that is resumed at step 5 makes them
            assertThat(batches(splits.train(), 5, 2)).isEqualTo(expected.subList(5, STEPS));
            try (Splits shrunk = open(false)) {
                assertThat(batches(shrunk.train(), 0, 1)).doesNotContainAnyElementsOf(expected);
                assertThat(evaluated(splits)).isEqualTo(evaluated(shrunk));
            }
        }
    }

    private static Splits open(boolean cropFromFile) {
        SourceConfig.ImageFolder images =
                new SourceConfig.ImageFolder(
                        folder.resolve("data").toString(),
                        Optional.of(EDGE),
                        Optional.of(EDGE),
                        false,
                        Optional.of(EDGE + 2),
                        Optional.empty(),
                        cropFromFile,
                        SourceConfig.OnError.FAIL,
                        0,
                        SourceConfig.Decode.TRAINING,
                        Optional.empty(),
                        Optional.empty());
        DatasetConfig config =
                new DatasetConfig(
                        images,
                        Optional.empty(),
                        0.25,
                        Optional.empty(),
                        0,
                        Optional.empty(),
                        false,
                        0,
                        List.of());
        return Sources.open(config, new DataRoot(folder, folder.resolve("cache")), note -> {});
    }

    private static Augmenter augmenter(Dataset images) {
        return Augmenter.of(
                List.of(
                        new AugmentationConfig.RandomResizedCrop(0.08, 1, 0.75),
                        new AugmentationConfig.HorizontalFlip()),
                images.spec(),
                SEED);
    }

    /** The batches, with pixels as the platform reads them from the files. */
    private static List<String> ofTheFiles(Dataset images) throws IOException {
        Augmenter augmenter = augmenter(images);
        ExampleOrder order = new ExampleOrder(images.size(), SEED);
        List<String> batches = new ArrayList<>();
        Batch batch = new Batch(images.spec(), BATCH_SIZE);
        for (int step = 0; step < STEPS; step++) {
            for (int row = 0; row < BATCH_SIZE; row++) {
                long position = (long) step * BATCH_SIZE + row;
                int index = order.index(position);
                Picture whole = picture(Path.of(images.name(index)));
                augmenter.augment(batch, row, order.epoch(position), index, Optional.of(whole));
            }
            batches.add(Arrays.toString(batch.images()));
        }
        return batches;
    }

    private static Picture picture(Path file) throws IOException {
        BufferedImage image = ImageIO.read(file.toFile());
        int width = image.getWidth();
        byte[] bytes = new byte[image.getHeight() * width * 3];
        for (int i = 0; i < bytes.length; i++) {
            int color = image.getRGB(i / 3 % width, i / 3 / width);
            bytes[i] = (byte) (color >> (8 * (2 - i % 3)));
        }
        return new Picture(bytes, 0, image.getHeight(), width, 3);
    }

    private static List<String> batches(Dataset images, long firstStep, int workers) {
        PipelineRequest request =
                new PipelineRequest(
                        images,
                        new ExampleOrder(images.size(), SEED),
                        augmenter(images),
                        BATCH_SIZE,
                        firstStep,
                        workers,
                        2);
        List<String> batches = new ArrayList<>();
        try (InputPipeline pipeline = new InputPipeline(request)) {
            for (long step = firstStep; step < STEPS; step++) {
                Batch batch = pipeline.next();
                batches.add(Arrays.toString(batch.images()));
                pipeline.recycle(batch);
            }
        }
        return batches;
    }

    /** What validates is cut around its centre, not at random. */
    private static String evaluated(Splits splits) {
        Batch batch = new Batch(splits.validation().spec(), splits.validation().size());
        for (int row = 0; row < splits.validation().size(); row++) {
            splits.validation().read(row, batch, row);
        }
        return Arrays.toString(batch.images());
    }
}
