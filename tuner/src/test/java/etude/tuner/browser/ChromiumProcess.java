package etude.tuner.browser;

import com.fasterxml.jackson.databind.json.JsonMapper;
import etude.trainer.files.AtomicFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A headless Chromium with a profile of its own that leaves nothing behind. */
final class ChromiumProcess implements AutoCloseable {
    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
    private static final int START_SECONDS = 60;

    private final Path profile;
    private final Process process;
    private final int port;

    private ChromiumProcess(Path profile, Process process) {
        this.profile = profile;
        this.process = process;
        this.port = waitForPort();
    }

    /** The browser on the PATH, if there is one. */
    static Optional<Path> find() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .flatMap(directory -> NAMES.stream().map(name -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static ChromiumProcess start(Path executable) {
        try {
            Path profile = Files.createTempDirectory("etude-browser");
            List<String> command =
                    new ArrayList<>(
                            List.of(
                                    executable.toString(),
                                    "--headless=new",
                                    "--no-sandbox",
                                    "--disable-gpu",
                                    "--disable-quic",
                                    "--no-first-run",
                                    "--disable-background-networking",
                                    "--disable-component-update",
                                    "--disable-sync",
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

    /** The address at which a new page listens. */
    URI newPage() {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/new"))
                        .PUT(HttpRequest.BodyPublishers.noBody())
                        .build();
        try {
            String answer =
                    HttpClient.newHttpClient()
                            .send(request, HttpResponse.BodyHandlers.ofString())
                            .body();
            return URI.create(
                    new JsonMapper().readTree(answer).get("webSocketDebuggerUrl").asText());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Chromium writes the port that it was given into its profile. */
    private int waitForPort() {
        Path file = profile.resolve("DevToolsActivePort");
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        try {
            while (process.isAlive() && System.nanoTime() < end) {
                if (Files.exists(file) && Files.readAllLines(file).size() == 2) {
                    return Integer.parseInt(Files.readAllLines(file).get(0));
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
