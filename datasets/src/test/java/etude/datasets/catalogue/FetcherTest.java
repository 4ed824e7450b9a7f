package etude.datasets.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.datasets.EtudeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FetcherTest {
    private static final int SIZE = 300_000;

    @TempDir private Path directory;

    private final Fetcher fetcher = new Fetcher(Duration.ZERO);
    private final byte[] content = new byte[SIZE];
    private final List<Long> reported = new ArrayList<>();
    private UnreliableServer server;
    private CatalogueFile file;

    @BeforeEach
    void serve() throws IOException {
        new Random(1).nextBytes(content);
        Path original = directory.resolve("original");
        Files.write(original, content);
        server = new UnreliableServer(content);
        file = new CatalogueFile("data.bin", server.url(), SIZE, PartFile.sha256(original));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void fileArrivesWholeAndProgressEndsAtItsSize() {
        assertThat(fetch()).isEqualTo(Fetcher.Outcome.FETCHED);

        assertThat(folder().resolve("data.bin")).hasBinaryContent(content);
        assertThat(reported).isSorted().endsWith((long) SIZE);
        assertThat(folder()).isDirectoryNotContaining("glob:**.part*");
    }

    @Test
    void fetchedFileIsNotFetchedAgain() {
        fetch();

        assertThat(fetch()).isEqualTo(Fetcher.Outcome.ALREADY_THERE);
        assertThat(server.requests).hasSize(1);
    }

    @Test
    void damagedFileIsReplaced() throws IOException {
        fetch();
        Files.write(folder().resolve("data.bin"), new byte[SIZE]);

        assertThat(fetch()).isEqualTo(Fetcher.Outcome.FETCHED);
        assertThat(folder().resolve("data.bin")).hasBinaryContent(content);
    }

    @Test
    void droppedConnectionIsTriedAgain() {
        server.abrupt = true;
        server.cuts.add(100_000);

        fetch();

        assertThat(folder().resolve("data.bin")).hasBinaryContent(content);
        assertThat(server.requests).hasSize(2);
    }

    @Test
    void shortAnswerIsContinuedWhereItStopped() {
        server.cuts.add(100_000);
        server.cuts.add(50_000);

        fetch();

        assertThat(folder().resolve("data.bin")).hasBinaryContent(content);
        assertThat(server.requests)
                .containsExactly("all", "bytes=100000- \"v1\"", "bytes=150000- \"v1\"");
    }

    @Test
    void laterProcessContinuesWhatAnEarlierOneLeft() throws IOException {
        leavePart("\"v1\"", 120_000);

        fetch();

        assertThat(server.requests).containsExactly("bytes=120000- \"v1\"");
        assertThat(folder().resolve("data.bin")).hasBinaryContent(content);
    }

    @Test
    void partOfAnotherVersionIsThrownAway() throws IOException {
        leavePart("\"v0\"", 120_000);
        Files.write(folder().resolve("data.bin.part"), new byte[120_000]);

        fetch();

        assertThat(folder().resolve("data.bin")).hasBinaryContent(content);
    }

    @Test
    void serverWithoutRangesStartsOver() {
        server.ranges = false;
        server.cuts.add(100_000);

        fetch();

        assertThat(server.requests).containsExactly("all", "bytes=100000- \"v1\"");
        assertThat(folder().resolve("data.bin")).hasBinaryContent(content);
    }

    @Test
    void wrongChecksumNamesExpectedAndFoundAndLeavesNothing() {
        String right = file.sha256();
        file = new CatalogueFile("data.bin", server.url(), SIZE, "0".repeat(64));

        assertThatThrownBy(this::fetch)
                .isInstanceOf(EtudeException.class)
                .hasMessageContaining(server.url().toString())
                .hasMessageContaining("expected SHA-256 " + "0".repeat(64))
                .hasMessageContaining("found " + right);
        assertThat(folder()).isEmptyDirectory();
    }

    @Test
    void largerFileThanTheCataloguesIsRefused() {
        file = new CatalogueFile("data.bin", server.url(), SIZE - 1, file.sha256());

        assertThatThrownBy(this::fetch)
                .isInstanceOf(EtudeException.class)
                .hasMessageContaining("expected 299999 bytes, found more");
    }

    @Test
    void missingFileFailsAtOnceWithTheStatus() {
        server.failures.add(404);

        assertThatThrownBy(this::fetch)
                .isInstanceOf(EtudeException.class)
                .hasMessageContaining(server.url().toString())
                .hasMessageContaining("404");
        assertThat(server.requests).hasSize(1);
    }

    @Test
    void busyServerIsAskedAgain() {
        server.failures.add(503);
        server.failures.add(429);

        fetch();

        assertThat(folder().resolve("data.bin")).hasBinaryContent(content);
    }

    @Test
    void hopelessDownloadEndsAndKeepsWhatItHas() {
        server.cuts.add(100_000);
        for (int connection = 0; connection < 5; connection++) {
            server.cuts.add(0);
        }

        assertThatThrownBy(this::fetch)
                .isInstanceOf(EtudeException.class)
                .hasMessageContaining("100000 of 300000 bytes are kept");
        assertThat(folder().resolve("data.bin.part")).hasSize(100_000);
    }

    @Test
    void secondProcessAtTheSameFileIsToldToWait() throws IOException {
        Files.createDirectories(folder());
        try (PartFile held = new PartFile(file, folder())) {
            assertThat(held.size()).isZero();
            assertThatThrownBy(this::fetch)
                    .isInstanceOf(EtudeException.class)
                    .hasMessageContaining("another process");
        }
    }

    private Fetcher.Outcome fetch() {
        return fetcher.fetch(file, folder(), (done, total) -> reported.add(done));
    }

    private Path folder() {
        return directory.resolve("fetched");
    }

    private void leavePart(String tag, int bytes) throws IOException {
        Files.createDirectories(folder());
        Files.write(folder().resolve("data.bin.part"), Arrays.copyOf(content, bytes));
        Files.writeString(folder().resolve("data.bin.part.etag"), tag);
    }
}
