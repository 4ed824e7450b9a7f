package etude.datasets.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 3, unit = TimeUnit.MINUTES)
class ConcurrentPreparationTest {
    @TempDir private Path folder;

    @Test
    void processesThatPrepareAtOnceDoTheWorkOnceAndBothSucceed() throws Exception {
        Path source = Files.write(folder.resolve("source"), new byte[] {1, 2, 3});
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            processes.add(
                    new ProcessBuilder(
                                    ProcessHandle.current().info().command().orElse("java"),
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    Preparer.class.getName(),
                                    source.toString(),
                                    folder.resolve("cache").toString())
                            .redirectError(folder.resolve("errors-" + i).toFile())
                            .start());
        }
        // Both are up and wait for one byte, so they begin together.
        for (Process process : processes) {
            assertThat(process.getInputStream().read()).isEqualTo('>');
        }
        for (Process process : processes) {
            process.getOutputStream().write('\n');
            process.getOutputStream().close();
        }
        StringBuilder output = new StringBuilder();
        for (Process process : processes) {
            output.append(
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            assertThat(process.waitFor()).as(output.toString()).isZero();
        }
        assertThat(output.toString().split("filled", -1)).as(output.toString()).hasSize(2);
        assertThat(output.toString().split("read 3", -1)).as(output.toString()).hasSize(3);
    }

    @Test
    void threadsThatPrepareAtOnceDoTheWorkOnceAndBothSucceed() throws Exception {
        Path source = Files.write(folder.resolve("source"), new byte[] {1, 2, 3});
        CountDownLatch filling = new CountDownLatch(1);
        CountDownLatch waiting = new CountDownLatch(1);
        AtomicInteger fills = new AtomicInteger();
        CacheKey key = CacheKey.of("test", source, List.of(source), "1");
        List<Long> counts = new ArrayList<>();
        Thread first =
                new Thread(
                        () ->
                                new PackedCache(folder, note -> {})
                                        .open(
                                                key,
                                                sink -> {
                                                    fills.incrementAndGet();
                                                    filling.countDown();
                                                    await(waiting);
                                                    return Preparer.fill(source, sink);
                                                }));
        first.start();
        await(filling);
        Thread second =
                new Thread(
                        () ->
                                counts.add(
                                        new PackedCache(folder, note -> waiting.countDown())
                                                .open(
                                                        key,
                                                        sink -> {
                                                            fills.incrementAndGet();
                                                            return Preparer.fill(source, sink);
                                                        })
                                                .records()
                                                .count()));
        second.start();
        first.join();
        second.join();
        assertThat(fills).hasValue(1);
        assertThat(counts).containsExactly(3L);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Opens the cache in a process of its own. */
    static final class Preparer {
        private Preparer() {}

        public static void main(String[] arguments) throws IOException {
            Path source = Path.of(arguments[0]);
            System.out.print('>');
            System.out.flush();
            int start = System.in.read();
            PackedFile file =
                    new PackedCache(Path.of(arguments[1]), note -> {})
                            .open(
                                    CacheKey.of("test", source, List.of(source), "1"),
                                    sink -> {
                                        System.out.println("filled after " + start);
                                        return fill(source, sink);
                                    });
            System.out.println("read " + file.records().count());
        }

        static PackedCache.Packing fill(Path source, RecordSink sink) {
            try {
                byte[] bytes = Files.readAllBytes(source);
                sink.write(bytes, 0, bytes.length);
                return new PackedCache.Packing(1, List.of());
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
