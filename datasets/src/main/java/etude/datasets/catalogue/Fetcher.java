package etude.datasets.catalogue;

import etude.datasets.EtudeException;
import etude.datasets.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Downloads files of the catalogue. What has arrived survives a cut connection and a killed
 * process; a file has its name only once its SHA-256 is right.
 */
public final class Fetcher {
    private static final int OK = 200;
    private static final int PARTIAL_CONTENT = 206;
    private static final int RANGE_NOT_SATISFIABLE = 416;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int FIRST_SERVER_ERROR = 500;

    /** Connections in a row that may bring nothing new before a download is given up. */
    private static final int MOST_FRUITLESS = 5;

    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NORMAL)
                    .connectTimeout(Duration.ofSeconds(20))
                    .build();
    private final Duration pause;

    /** Hears how far a file is. */
    @FunctionalInterface
    public interface Progress {
        /** Bytes there so far, of all. */
        void report(long done, long total);
    }

    /** What was done for a file. */
    public enum Outcome {
        FETCHED,
        ALREADY_THERE
    }

    public Fetcher() {
        this(Duration.ofSeconds(2));
    }

    /**
     * @param pause how long to wait after a cut connection, times the number of fruitless ones
     */
    Fetcher(Duration pause) {
        this.pause = pause;
    }

    /**
     * Brings one file into a folder, unless it is there already with the right content.
     *
     * @throws EtudeException when it cannot be had, or what arrives is not what the catalogue says
     */
    public Outcome fetch(CatalogueFile file, Path directory, Progress progress) {
        try {
            Files.createDirectories(directory);
            Path target = directory.resolve(file.name());
            if (file.present(directory) && PartFile.sha256(target).equals(file.sha256())) {
                progress.report(file.bytes(), file.bytes());
                return Outcome.ALREADY_THERE;
            }
            try (PartFile part = new PartFile(file, directory)) {
                download(file, part, progress);
                part.finish(target);
            }
            return Outcome.FETCHED;
        } catch (IOException exception) {
            throw new EtudeException(
                    "cannot write %s to %s: %s"
                            .formatted(file.name(), directory, Reason.of(directory, exception)),
                    exception);
        }
    }

    private void download(CatalogueFile file, PartFile part, Progress progress) throws IOException {
        if (part.size() > file.bytes()) {
            part.restart(Optional.empty());
        }
        long most = part.size();
        int fruitless = 0;
        String lastProblem = "the connection was cut";
        while (part.size() < file.bytes()) {
            if (fruitless == MOST_FRUITLESS) {
                throw new EtudeException(
                        "%s: gave up after %d connections without progress (%s); %d of %d bytes are kept, run the command again to go on"
                                .formatted(
                                        file.url(),
                                        fruitless,
                                        lastProblem,
                                        part.size(),
                                        file.bytes()));
            }
            waitAfter(fruitless);
            lastProblem = connect(file, part, progress).orElse(lastProblem);
            fruitless = part.size() > most ? 0 : fruitless + 1;
            most = Math.max(most, part.size());
        }
    }

    /** One connection; returns what went wrong if another one may help. */
    private Optional<String> connect(CatalogueFile file, PartFile part, Progress progress)
            throws IOException {
        HttpResponse<InputStream> response;
        try {
            response = client.send(request(file, part), HttpResponse.BodyHandlers.ofInputStream());
        } catch (IOException exception) {
            return Optional.of(Reason.of(exception));
        } catch (InterruptedException exception) {
            throw interrupted(exception);
        }
        try (InputStream body = response.body()) {
            int status = response.statusCode();
            if (status == OK) {
                part.restart(response.headers().firstValue("ETag"));
                return receive(body, part, progress);
            }
            if (status == PARTIAL_CONTENT && continues(response, part)) {
                return receive(body, part, progress);
            }
            if (status == PARTIAL_CONTENT || status == RANGE_NOT_SATISFIABLE) {
                part.restart(Optional.empty());
            } else if (status != TOO_MANY_REQUESTS && status < FIRST_SERVER_ERROR) {
                throw new EtudeException(
                        "%s: the server answered %d; the file may have moved"
                                .formatted(file.url(), status));
            }
            return Optional.of("the server answered " + status);
        }
    }

    private static Optional<String> receive(InputStream body, PartFile part, Progress progress) {
        try {
            part.append(body, progress);
            return Optional.empty();
        } catch (IOException exception) {
            return Optional.of(Reason.of(exception));
        }
    }

    /** Asks for the rest, but for everything if the file has changed since (RFC 9110, 13.1.5). */
    private static HttpRequest request(CatalogueFile file, PartFile part) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(file.url());
        request.timeout(Duration.ofSeconds(60));
        if (part.size() > 0) {
            request.header("Range", "bytes=" + part.size() + "-");
            part.tag()
                    .filter(tag -> !tag.startsWith("W/"))
                    .ifPresent(tag -> request.header("If-Range", tag));
        }
        return request.build();
    }

    private static boolean continues(HttpResponse<?> response, PartFile part) throws IOException {
        String start = "bytes " + part.size() + "-";
        return response.headers().firstValue("Content-Range").orElse("").startsWith(start);
    }

    private void waitAfter(int fruitless) {
        try {
            Thread.sleep(pause.multipliedBy(fruitless).toMillis());
        } catch (InterruptedException exception) {
            throw interrupted(exception);
        }
    }

    private static EtudeException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new EtudeException("the download was interrupted", cause);
    }
}
