package etude.datasets.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.datasets.ArrayImages;
import etude.datasets.Batch;
import etude.datasets.Dataset;
import etude.datasets.EtudeException;
import etude.datasets.ExampleSpec;
import etude.datasets.Features;
import etude.datasets.augment.Augmenter;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Failures and ends of the worker threads. */
@Timeout(60)
final class WorkerThreadsTest {
    private static final int BATCH_SIZE = 8;
    private static final ArrayImages IMAGES = ArrayImages.random(50, new Features.Image(6, 5, 1));

    @AfterEach
    void noWorkerIsLeft() {
        assertThat(workerNames()).isEmpty();
    }

    @Test
    void workersAreNamedDaemonsWhileOpen() {
        try (InputPipeline pipeline = pipeline(IMAGES, 3)) {
            pipeline.recycle(pipeline.next());
            assertThat(workerNames())
                    .containsExactlyInAnyOrder("etude-data-0", "etude-data-1", "etude-data-2");
            assertThat(workers()).allMatch(Thread::isDaemon);
        }
    }

    @Test
    void failureNamesTheExampleAfterTheBatchesBeforeIt() {
        ExampleOrder order = new ExampleOrder(IMAGES.size(), 1);
        int broken = order.index(2 * BATCH_SIZE + 3);
        IllegalStateException cause = new IllegalStateException("disk on fire");
        Dataset dataset =
                new Watched(
                        IMAGES,
                        index -> {
                            if (index == broken) {
                                throw cause;
                            }
                        });
        try (InputPipeline pipeline = pipeline(dataset, 4)) {
            for (int step = 0; step < 2; step++) {
                Batch batch = pipeline.next();
                assertThat(batch.position()).isEqualTo((long) step * BATCH_SIZE);
                pipeline.recycle(batch);
            }
            for (int attempt = 0; attempt < 2; attempt++) {
                assertThatThrownBy(pipeline::next)
                        .isInstanceOf(EtudeException.class)
                        .hasMessageContaining("memory, image " + broken)
                        .hasMessageContaining("disk on fire")
                        .hasCause(cause);
            }
        }
    }

    @Test
    void errorsOfTheMachineReachTheCallerToo() {
        InternalError cause = new InternalError("a fault occurred in an unsafe memory access");
        Dataset dataset =
                new Watched(
                        IMAGES,
                        index -> {
                            if (index == 5) {
                                throw cause;
                            }
                        });
        try (EvaluationBatches batches = new EvaluationBatches(dataset, BATCH_SIZE, 2, 1)) {
            assertThatThrownBy(batches::next)
                    .isInstanceOf(EtudeException.class)
                    .hasMessageContaining("memory, image 5")
                    .hasCause(cause);
        }
    }

    @Test
    void aReadersOwnMessageIsPassedOnWithoutItsClass() {
        Dataset dataset =
                new Watched(
                        IMAGES,
                        index -> {
                            throw new EtudeException("a.png: expected a PNG, found text");
                        });
        try (EvaluationBatches batches = new EvaluationBatches(dataset, BATCH_SIZE, 1, 1)) {
            assertThatThrownBy(batches::next)
                    .hasMessage(
                            "Cannot read example memory, image 0: a.png: expected a PNG, found text");
        }
    }

    @Test
    void aFailureOutsideReadingNamesTheBatch() {
        Prefetcher.Filler filler =
                (number, batch) -> {
                    throw new ArithmeticException("long overflow");
                };
        List<Batch> buffers = List.of(new Batch(IMAGES.spec(), 1));
        try (Prefetcher prefetcher = new Prefetcher(filler, new NumberRange(7, 9), buffers, 1)) {
            assertThatThrownBy(prefetcher::next)
                    .isInstanceOf(EtudeException.class)
                    .hasMessageContaining("Cannot make batch 7")
                    .hasCauseInstanceOf(ArithmeticException.class);
        }
    }

    @Test
    void closingEarlyEndsWorkersThatWaitForBuffers() {
        for (int taken = 0; taken < 4; taken++) {
            try (InputPipeline pipeline = pipeline(IMAGES, 2)) {
                for (int step = 0; step < taken; step++) {
                    assertThat(pipeline.next().size()).isEqualTo(BATCH_SIZE);
                }
            }
            assertThat(workerNames()).isEmpty();
        }
    }

    @Test
    void closingTwiceAndRecyclingAfterwardsIsHarmlessButNextIsRefused() {
        InputPipeline pipeline = pipeline(IMAGES, 2);
        Batch batch = pipeline.next();
        pipeline.close();
        pipeline.close();
        pipeline.recycle(batch);
        assertThatThrownBy(pipeline::next).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void closingKeepsAnInterruptionAndStillEndsTheWorkers() {
        InputPipeline pipeline = pipeline(IMAGES, 2);
        Thread.currentThread().interrupt();
        pipeline.close();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(workerNames()).isEmpty();
    }

    @Test
    void noMoreIsReadAheadThanThereAreBuffers() throws InterruptedException {
        AtomicInteger reads = new AtomicInteger();
        int buffers = 2 + 2;
        CountDownLatch allRead = new CountDownLatch(buffers * BATCH_SIZE);
        Dataset counting =
                new Watched(
                        IMAGES,
                        index -> {
                            reads.incrementAndGet();
                            allRead.countDown();
                        });
        try (InputPipeline pipeline = pipeline(counting, 2)) {
            allRead.await();
            pipeline.recycle(pipeline.next());
        }
        assertThat(reads.get()).isBetween(buffers * BATCH_SIZE, (buffers + 1) * BATCH_SIZE);
    }

    private static InputPipeline pipeline(Dataset dataset, int workers) {
        Augmenter none = Augmenter.of(List.of(), dataset.spec(), 1);
        ExampleOrder order = new ExampleOrder(dataset.size(), 1);
        return new InputPipeline(
                new PipelineRequest(dataset, order, none, BATCH_SIZE, 0, workers, 2));
    }

    private static List<Thread> workers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("etude-data-"))
                .toList();
    }

    private static List<String> workerNames() {
        return workers().stream().map(Thread::getName).toList();
    }

    private interface Reading {
        void of(int index);
    }

    /** Calls back before every read. */
    private record Watched(Dataset inner, Reading reading) implements Dataset {
        @Override
        public ExampleSpec spec() {
            return inner.spec();
        }

        @Override
        public int size() {
            return inner.size();
        }

        @Override
        public void read(int index, Batch batch, int row) {
            reading.of(index);
            inner.read(index, batch, row);
        }

        @Override
        public String name(int index) {
            return inner.name(index);
        }

        @Override
        public void close() {}
    }
}
