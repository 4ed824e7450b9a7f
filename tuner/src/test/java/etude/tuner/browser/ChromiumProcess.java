package etude.tuner.browser;

import etude.trainer.files.AtomicFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A headless Chromium with a profile of its own that leaves nothing behind. */
final class ChromiumProcess implements AutoCloseable {
    /** The first is the same browser without its windows and menus: it works half as long. */
    private static final List<String> NAMES =
            List.of(
                    "chromium-headless-shell",
                    "chromium",
                    "chromium-browser",
                    "google-chrome",
                    "google-chrome-stable");

    private static final int START_SECONDS = 60;

    private final Path profile;
    private final Process process;
    private final String port;
    private final String path;

    private ChromiumProcess(Path profile, Process process) {
        this.profile = profile;
        this.process = process;
        List<String> listening = waitForPort();
        port = listening.get(0);
        path = listening.get(1);
    }

    /** The browser on the PATH, if there is one. */
    static Optional<Path> find() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .flatMap(directory -> NAMES.stream().map(name -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static ChromiumProcess start(Path executable) {
        try {
            Path profile = Files.createTempDirectory("etude-browser");
            List<String> command =
                    new ArrayList<>(
                            List.of(
                                    executable.toString(),
                                    "--headless",
                                    "--no-sandbox",
                                    "--disable-gpu",
                                    "--disable-quic",
                                    "--no-first-run",
                                    "--disable-background-networking",
                                    "--disable-component-update",
                                    "--disable-sync",
                                    "--disable-backgrounding-occluded-windows",
                                    "--disable-renderer-backgrounding",
                                    "--disable-background-timer-throttling",
                                    "--disable-dev-shm-usage",
                                    "--hide-scrollbars",
                                    "--remote-debugging-port=0",
                                    "--user-data-dir=" + profile,
                                    "about:blank"));
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(profile.resolve("output").toFile())
                            .start();
            return new ChromiumProcess(profile, process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The browser of this JVM, which ends with it: a start takes as long as several pages. */
    static ChromiumProcess shared(Path executable) {
        return Shared.process(executable);
    }

    /** Starts the browser when the first test asks for it. */
    private static final class Shared {
        private static @Nullable ChromiumProcess process;

        static synchronized ChromiumProcess process(Path executable) {
            ChromiumProcess running = process;
            if (running == null) {
                running = start(executable);
                process = running;
                Runtime.getRuntime().addShutdownHook(new Thread(running::close));
            }
            return running;
        }
    }

    /** The address at which the browser itself listens. */
    URI address() {
        return URI.create("ws://127.0.0.1:%s%s".formatted(port, path));
    }

    /** The address at which a page listens. */
    URI address(String target) {
        return URI.create("ws://127.0.0.1:%s/devtools/page/%s".formatted(port, target));
    }

    /** Chromium writes the port that it was given into its profile, and its path there. */
    private List<String> waitForPort() {
        Path file = profile.resolve("DevToolsActivePort");
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        try {
            while (process.isAlive() && System.nanoTime() < end) {
                List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
                if (lines.size() == 2) {
                    return lines;
                }
                process.waitFor(20, TimeUnit.MILLISECONDS);
            }
            String output = Files.readString(profile.resolve("output"));
            close();
            throw new IllegalStateException("the browser did not start: " + output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            List<ProcessHandle> children = process.descendants().toList();
            process.destroy();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            for (ProcessHandle child : children) {
                child.destroyForcibly();
                child.onExit().get(10, TimeUnit.SECONDS);
            }
            AtomicFiles.deleteTree(profile);
        } catch (Exception e) {
            throw new IllegalStateException("the browser could not be ended", e);
        }
    }
}
