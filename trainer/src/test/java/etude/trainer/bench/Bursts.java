package etude.trainer.bench;

import etude.trainer.engine.TestDevice;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * The contestant's side of the benchmark's protocol: a line {@code go N} on the standard input asks
 * for N training steps, whose time is answered with one line of JSON; {@code quit} or the end of
 * the input asks for no more.
 *
 * <p>Call order: {@link #await}, the steps, {@link #finished}, and again.
 */
final class Bursts {
    private static final Path STATUS = Path.of("/proc/self/status");

    private final BufferedReader orders =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    private long steps;
    private long started;

    /** Waits for the next burst; the clock runs from here. Empty when there is none. */
    OptionalLong await() {
        try {
            String order = orders.readLine();
            if (order == null || order.equals("quit")) {
                return OptionalLong.empty();
            }
            steps = Long.parseLong(order.substring("go ".length()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        started = System.nanoTime();
        return OptionalLong.of(steps);
    }

    /** Answers that the steps are done, once the device has done them. */
    void finished() {
        TestDevice.await();
        long nanoseconds = System.nanoTime() - started;
        System.out.printf(
                "{\"steps\": %d, \"nanoseconds\": %d, \"peak_rss_kb\": %d}%n",
                steps, nanoseconds, peakKilobytes());
        System.out.flush();
    }

    /** Serves every burst by repeating one step. */
    void serve(Runnable step) {
        for (OptionalLong burst = await(); burst.isPresent(); burst = await()) {
            for (long i = 0; i < burst.getAsLong(); i++) {
                step.run();
            }
            finished();
        }
    }

    /** Most memory that was ever resident; 0 where there is no Linux to tell. */
    private static long peakKilobytes() {
        if (!Files.isReadable(STATUS)) {
            return 0;
        }
        try (var lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
