package etude.tuner.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.datasets.EtudeException;
import etude.trainer.metrics.Measurement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** How workers of a cluster reach their server. */
@Tag("postgresql")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PostgresConnectionsTest {
    private static final int WORKERS = 100;
    private static final String PASSWORDS = "org.postgresql.pgpassfile"; // of the driver

    private static final Patience SHORT =
            new Patience(Duration.ofMillis(500), Duration.ofMillis(500));

    @TempDir private Path directory;
    private PostgresServer server;

    @BeforeAll
    void startServer() throws IOException {
        server = PostgresServer.startFor(WORKERS + 20);
    }

    @AfterAll
    void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void clear() throws SQLException {
        server.clear();
    }

    private static long begin(StudyStore store, int trials) {
        return store.createStudy(
                        new StudyDefinition("a", "", "", Map.of()), Trials.trials(0, trials))
                .id();
    }

    private StoreLocation url(String host, String settings) {
        return StoreLocation.parse(
                "jdbc:postgresql://%s:%d/postgres?user=etude%s"
                        .formatted(host, server.port(), settings));
    }

    @Test
    void thePasswordIsReadFromTheUsersFile() throws IOException {
        Path file = directory.resolve("pgpass");
        Files.writeString(
                file,
                "127.0.0.1:%d:postgres:etude:%s\n"
                        .formatted(server.port(), PostgresServer.PASSWORD));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        StoreLocation withoutPassword = url("127.0.0.1", "");
        System.setProperty(PASSWORDS, file.toString());
        assertThat(withoutPassword)
                .matches(
                        location ->
                                location instanceof StoreLocation.PostgresDatabase database
                                        && !database.hasSecret());
        try (StudyStore store = StudyStore.openOrCreate(withoutPassword)) {
            assertThat(begin(store, 1)).isPositive();
        } finally {
            System.clearProperty(PASSWORDS);
        }
    }

    @Test
    void theServersCertificateIsCheckedWhereTheUrlAsksForIt() throws IOException {
        Optional<Path> certificate = server.encrypt();
        Assumptions.assumeTrue(certificate.isPresent(), "there is no openssl");
        String checked = "&password=se%20cret&sslmode=verify-full&sslrootcert=" + certificate.get();
        try (StudyStore store = StudyStore.openOrCreate(url("localhost", checked))) {
            assertThat(begin(store, 1)).isPositive();
        }
        assertThat(url("localhost", checked))
                .hasToString(
                        "jdbc:postgresql://localhost:%d/postgres?user=etude&sslmode=verify-full&sslrootcert=%s"
                                .formatted(
                                        server.port(),
                                        certificate.get().toString().replace("/", "%2F")));
        assertRefused(url("127.0.0.1", checked));
        assertRefused(url("localhost", checked + ".missing"));
    }

    private static void assertRefused(StoreLocation location) {
        assertThatThrownBy(() -> StudyStore.open(location, Access.WRITING, SHORT, Schema.current()))
                .isInstanceOf(EtudeException.class)
                .hasMessageContaining("no connection as safe as the URL asks (")
                .hasMessageContaining("check sslmode and sslrootcert in it")
                .hasMessageNotContaining("tried again");
    }

    @Test
    void aConnectionThatWasCutAsIdleIsMadeAgain() throws IOException {
        try (CuttingProxy proxy = new CuttingProxy(server.port());
                StudyStore store =
                        StudyStore.openOrCreate(
                                PostgresServer.location(
                                        "127.0.0.1:" + proxy.port(),
                                        "postgres",
                                        PostgresServer.PASSWORD))) {
            long study = begin(store, 1);
            Claim claim =
                    store.claim(study, StudyStoreContract.origin("w"), StudyStoreContract.LEASE)
                            .orElseThrow();
            proxy.cut();
            store.heartbeat(claim);
            proxy.cut();
            store.record(claim, new Measurement(1, Map.of()));
            proxy.cut();
            store.end(claim, new Ending.Completed(), "");
            assertThat(store.attempts(study, 0)).hasSize(1);
        }
    }

    @Test
    @Tag("slow")
    void aHundredWorkersKeepTheirTrials() {
        List<StudyStore> stores = new ArrayList<>();
        try (StudyStore first = StudyStore.openOrCreate(server.location())) {
            long study = begin(first, WORKERS);
            List<Claim> claims = new ArrayList<>();
            for (int worker = 0; worker < WORKERS; worker++) {
                StudyStore store = StudyStore.openOrCreate(server.location());
                stores.add(store);
                claims.add(
                        store.claim(
                                        study,
                                        StudyStoreContract.origin("w" + worker),
                                        StudyStoreContract.LEASE)
                                .orElseThrow());
            }
            IntStream.range(0, WORKERS)
                    .parallel()
                    .forEach(
                            worker -> {
                                stores.get(worker).heartbeat(claims.get(worker));
                                stores.get(worker)
                                        .record(claims.get(worker), new Measurement(1, Map.of()));
                                stores.get(worker)
                                        .end(claims.get(worker), new Ending.Completed(), "");
                            });
            assertThat(claims).extracting(Claim::number).doesNotHaveDuplicates();
            assertThat(first.counts(study)).containsEntry(TrialState.COMPLETED, WORKERS);
        } finally {
            stores.forEach(StudyStore::close);
        }
    }
}
