package etude.datasets.pipeline;

import com.sun.management.OperatingSystemMXBean;
import etude.datasets.Batch;
import etude.datasets.Dataset;
import etude.datasets.ExampleSpec;
import etude.datasets.Features;
import etude.datasets.Target;
import etude.datasets.augment.Augmenter;
import etude.datasets.config.AugmentationConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Examples per second of the input pipeline alone: memory-mapped file, batches of 128, crop and
 * flip, two workers. Run by {@code scripts/bench/pipeline}; results stand in {@code
 * docs/benchmarks.md}.
 */
final class PipelineBenchmark {
    private static final int BATCH_SIZE = 128;
    private static final int WORKERS = 2;
    private static final int ROUNDS = 5;
    private static final long ROUND_NANOSECONDS = 2_000_000_000L;

    private PipelineBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        measure(60_000, new Features.Image(28, 28, 1));
        measure(50_000, new Features.Image(32, 32, 3));
    }

    /**
     * Speed by the clock, and the processor time that one example took, which load cannot change.
     */
    private record Round(double examplesPerSecond, double processorNanoseconds) {}

    private static void measure(int size, Features.Image image) throws IOException {
        Path file = Files.createTempFile("etude-pipeline", ".bin");
        try (MappedImages images = MappedImages.write(file, size, image)) {
            round(images); // compiles the code and fills the page cache
            List<Round> rounds = Stream.generate(() -> round(images)).limit(ROUNDS).toList();
            double[] speeds = rounds.stream().mapToDouble(Round::examplesPerSecond).toArray();
            double[] costs = rounds.stream().mapToDouble(Round::processorNanoseconds).toArray();
            Arrays.sort(speeds);
            Arrays.sort(costs);
            System.out.printf(
                    "%dx%dx%d: median %,.0f examples/s (lowest %,.0f, highest %,.0f), %.0f ns of processor time each%n",
                    image.height(),
                    image.width(),
                    image.channels(),
                    speeds[ROUNDS / 2],
                    speeds[0],
                    speeds[ROUNDS - 1],
                    costs[ROUNDS / 2]);
        } finally {
            Files.delete(file);
        }
    }

    private static Round round(Dataset dataset) {
        List<AugmentationConfig> augment =
                List.of(
                        new AugmentationConfig.RandomCrop(4),
                        new AugmentationConfig.HorizontalFlip());
        PipelineRequest request =
                new PipelineRequest(
                        dataset,
                        new ExampleOrder(dataset.size(), 1),
                        Augmenter.of(augment, dataset.spec(), 1),
                        BATCH_SIZE,
                        0,
                        WORKERS,
                        4);
        long processorStart = processorNanoseconds();
        long start = System.nanoTime();
        try (InputPipeline pipeline = new InputPipeline(request)) {
            long examples = 0;
            while (System.nanoTime() - start < ROUND_NANOSECONDS) {
                Batch batch = pipeline.next();
                examples += batch.size();
                pipeline.recycle(batch);
            }
            double seconds = (System.nanoTime() - start) * 1e-9;
            double processor = processorNanoseconds() - processorStart;
            return new Round(examples / seconds, processor / examples);
        }
    }

    private static long processorNanoseconds() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    /** Random images in a mapped file, read as the packed cache is read: one copy per example. */
    private record MappedImages(ExampleSpec spec, int size, MappedByteBuffer pixels)
            implements Dataset {
        static MappedImages write(Path file, int size, Features.Image image) throws IOException {
            SplittableRandom random = new SplittableRandom(1);
            byte[] pixels = new byte[image.elements()];
            try (OutputStream output = Files.newOutputStream(file)) {
                for (int index = 0; index < size; index++) {
                    random.nextBytes(pixels);
                    output.write(pixels);
                }
            }
            ExampleSpec spec = new ExampleSpec(image, new Target.Classes(List.of("only")));
            try (FileChannel channel = FileChannel.open(file)) {
                return new MappedImages(
                        spec, size, channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()));
            }
        }

        @Override
        public void read(int index, Batch batch, int row) {
            int elements = spec.features().elements();
            pixels.get(index * elements, batch.images(), row * elements, elements);
            batch.labels()[row] = 0;
        }

        @Override
        public String name(int index) {
            return "mapped image " + index;
        }

        @Override
        public void close() {}
    }
}
