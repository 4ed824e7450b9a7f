package etude.datasets.augment;

import etude.datasets.ArrayImages;
import etude.datasets.Batch;
import etude.datasets.Features;
import etude.datasets.config.AugmentationConfig;
import etude.datasets.config.AugmentationConfig.Fill;
import etude.datasets.image.Picture;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Milliseconds that each operation takes for one image, on one thread. Run by {@code
 * scripts/bench/augment}; results stand in {@code docs/images.md}.
 */
final class AugmentationBenchmark {
    private static final int ROWS = 32;
    private static final int ROUNDS = 9;
    private static final long ROUND_NANOSECONDS = 300_000_000L;
    private static final int WHOLE = 256;

    private static final List<AugmentationConfig> CONFIGS =
            List.of(
                    new AugmentationConfig.RandomCrop(4),
                    new AugmentationConfig.HorizontalFlip(),
                    new AugmentationConfig.Cutout(8),
                    new AugmentationConfig.RandomResizedCrop(0.08, 1, 0.75),
                    new AugmentationConfig.ColorJitter(0.4, 0.4, 0.4, 0),
                    new AugmentationConfig.ColorJitter(0.4, 0.4, 0.4, 0.1),
                    new AugmentationConfig.RandomErasing(0.25, 0.02, 0.33, 0.3, Fill.RANDOM),
                    new AugmentationConfig.RandAugment(2, 9),
                    new AugmentationConfig.Mixup(0.2),
                    new AugmentationConfig.CutMix(1));

    private AugmentationBenchmark() {}

    public static void main(String[] arguments) {
        for (int edge : new int[] {32, 224}) {
            for (AugmentationConfig config : CONFIGS) {
                measure(edge, config, Optional::empty, config.toString());
            }
        }
        byte[] bytes = ArrayImages.random(1, new Features.Image(WHOLE, WHOLE, 3)).image(0);
        Picture whole = new Picture(bytes, 0, WHOLE, WHOLE, 3, 375, 500);
        AugmentationConfig crop = new AugmentationConfig.RandomResizedCrop(0.08, 1, 0.75);
        measure(224, crop, () -> Optional.of(whole), "the same from a whole picture of " + WHOLE);
    }

    private static void measure(
            int edge, AugmentationConfig config, Supplier<Optional<Picture>> whole, String name) {
        ArrayImages images = ArrayImages.random(ROWS, new Features.Image(edge, edge, 3));
        Augmenter augmenter = Augmenter.of(List.of(config), images.spec(), 1);
        Batch batch = new Batch(images.spec(), ROWS);
        double[] milliseconds = new double[ROUNDS];
        for (int round = -1; round < ROUNDS; round++) { // the first compiles the code
            long start = System.nanoTime();
            long epoch = 0;
            for (; System.nanoTime() - start < ROUND_NANOSECONDS; epoch++) {
                batch.begin(epoch * ROWS, ROWS, augmenter.mixes());
                for (int row = 0; row < ROWS; row++) {
                    images.read(row, batch, row); // a copy; what is changed twice is another image
                    augmenter.augment(batch, row, epoch, row, whole.get());
                }
                augmenter.mixing(epoch * ROWS, batch.size()).orElseThrow().apply(batch);
            }
            if (round >= 0) {
                milliseconds[round] = (System.nanoTime() - start) / 1e6 / (epoch * ROWS);
            }
        }
        Arrays.sort(milliseconds);
        System.out.printf(
                "%d x %d: median %.4f ms (lowest %.4f, highest %.4f) %s%n",
                edge,
                edge,
                milliseconds[ROUNDS / 2],
                milliseconds[0],
                milliseconds[ROUNDS - 1],
                name);
    }
}
