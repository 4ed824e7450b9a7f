package etude.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.datasets.EtudeException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BackgroundWriterTest {
    @Test
    void callerGoesOnWhileOneWriteIsOutstanding() throws InterruptedException {
        CountDownLatch mayEnd = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        try (BackgroundWriter writer = new BackgroundWriter()) {
            writer.write(
                    () -> {
                        awaitQuietly(mayEnd);
                        ended.countDown();
                    });
            writer.check(); // does not wait, or this test would not end
            mayEnd.countDown();
            ended.await();
        }
        assertThat(ended.getCount()).isZero();
    }

    @Test
    void writesNeverOverlapAndKeepTheirOrder() {
        AtomicInteger running = new AtomicInteger();
        List<Integer> done = new CopyOnWriteArrayList<>();
        try (BackgroundWriter writer = new BackgroundWriter()) {
            for (int i = 0; i < 50; i++) {
                int number = i;
                writer.write(
                        () -> {
                            assertThat(running.incrementAndGet()).isEqualTo(1);
                            done.add(number);
                            running.decrementAndGet();
                        });
            }
        }
        assertThat(done).hasSize(50).isSorted();
    }

    @Test
    void failureIsThrownOnceByWhoeverWaits() {
        CountDownLatch mayFail = new CountDownLatch(1);
        try (BackgroundWriter writer = new BackgroundWriter()) {
            writer.write(
                    () -> {
                        awaitQuietly(mayFail);
                        throw new EtudeException("disk full");
                    });
            BackgroundWriter.Write second = writer.write(() -> {});
            mayFail.countDown();
            assertThatThrownBy(() -> writer.await(second)).hasMessage("disk full");
            writer.await(second);
            writer.check();
        }
    }

    @Test
    void whoWaitsForOneWriteDoesNotWaitForLaterOnes() {
        CountDownLatch mayEnd = new CountDownLatch(1);
        try (BackgroundWriter writer = new BackgroundWriter()) {
            BackgroundWriter.Write first = writer.write(() -> {});
            BackgroundWriter.Write second = writer.write(() -> awaitQuietly(mayEnd));
            writer.await(first); // or this test would not end
            assertThat(second.end()).isNotDone();
            mayEnd.countDown();
        }
    }

    @Test
    void closeThrowsTheLastFailure() {
        BackgroundWriter writer = new BackgroundWriter();
        writer.write(
                () -> {
                    throw new OutOfMemoryError("heap");
                });
        assertThatThrownBy(writer::close).isInstanceOf(OutOfMemoryError.class);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
