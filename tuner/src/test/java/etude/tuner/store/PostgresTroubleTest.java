package etude.tuner.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.datasets.EtudeException;
import etude.trainer.metrics.Measurement;
import etude.tuner.space.Trial;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the user reads, or need not read, when something is wrong with the server. */
@Tag("postgresql")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresTroubleTest {
    private static final Patience SHORT =
            new Patience(Duration.ofMillis(500), Duration.ofMillis(500));

    private PostgresServer server;

    @BeforeAll
    void startServer() throws IOException {
        server = PostgresServer.start();
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

    @Test
    void aWrongPasswordIsNamedButNotShown() {
        assertRefused(
                PostgresServer.location(address(), "postgres", "wr0ng"),
                "study store jdbc:postgresql://%s/postgres?user=etude refuses the user 'etude'"
                        .formatted(address()));
    }

    @Test
    void aMissingDatabaseIsNamed() {
        assertRefused(
                PostgresServer.location(address(), "nothing", PostgresServer.PASSWORD),
                "study store jdbc:postgresql://%s/nothing?user=etude: there is no such database; create it with"
                        + " 'createdb', or correct the URL",
                address());
    }

    @Test
    void anUnknownHostIsNamed() {
        assertRefused(
                PostgresServer.location("nowhere.invalid", "postgres", PostgresServer.PASSWORD),
                "cannot reach study store jdbc:postgresql://nowhere.invalid:5432/postgres?user=etude: unknown host");
    }

    @Test
    void aServerThatIsNotThereIsNamed() {
        assertRefused(
                PostgresServer.location("127.0.0.1:9", "postgres", PostgresServer.PASSWORD),
                "study store jdbc:postgresql://127.0.0.1:9/postgres?user=etude is unavailable");
    }

    @Test
    void cutConnectionsAreMadeAgain() throws SQLException {
        try (StudyStore store = StudyStore.openOrCreate(server.location())) {
            Claim claim = claim(store);
            try (Connection connection = server.connection();
                    Statement statement = connection.createStatement()) {
                statement.execute(
                        "select pg_terminate_backend(pid) from pg_stat_activity"
                                + " where application_name = 'etude'");
            }

            store.record(claim, new Measurement(1, Map.of()));

            assertThat(store.evaluations(claim.studyId(), 0)).hasSize(1);
        }
    }

    @Test
    void aServerThatIsAwayForAWhileLosesNothing() throws Exception {
        recordAcrossOutage(Duration.ofSeconds(2));
    }

    @Test
    @Tag("slow")
    void aServerThatIsAwayForTwentySecondsLosesNothing() throws Exception {
        recordAcrossOutage(Duration.ofSeconds(20));
    }

    /** Records without a break while the server is stopped and started again. */
    private void recordAcrossOutage(Duration outage) throws Exception {
        try (StudyStore store = StudyStore.openOrCreate(server.location())) {
            Claim claim = claim(store);
            CountDownLatch underWay = new CountDownLatch(5);
            CompletableFuture<Boolean> back =
                    CompletableFuture.supplyAsync(
                            () -> {
                                await(underWay);
                                server.stop();
                                return true;
                            });
            CompletableFuture<Void> resumed =
                    back.thenRunAsync(
                            server::resume,
                            CompletableFuture.delayedExecutor(
                                    outage.toMillis(), TimeUnit.MILLISECONDS));
            long step = 0;
            while (!resumed.isDone()) {
                store.record(claim, new Measurement(step++, Map.of("loss", 1.0)));
                underWay.countDown();
            }
            resumed.join();
            store.end(claim, new Ending.Completed(), "");

            assertThat(store.evaluations(claim.studyId(), 0))
                    .extracting(Measurement::step)
                    .containsExactlyElementsOf(LongStream.range(0, step).boxed().toList());
            assertThat(store.attempts(claim.studyId(), 0)).hasSize(1);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Claim claim(StudyStore store) {
        List<Trial> trials = Trials.trials(0, 1);
        long study = store.createStudy(new StudyDefinition("a", "", "", Map.of()), trials).id();
        return store.claim(study, StudyStoreContract.origin("w"), StudyStoreContract.LEASE)
                .orElseThrow();
    }

    private String address() {
        return "127.0.0.1:" + server.port();
    }

    private static void assertRefused(StoreLocation location, String start, Object... arguments) {
        assertThatThrownBy(() -> StudyStore.open(location, Access.WRITING, SHORT, Schema.current()))
                .isInstanceOf(EtudeException.class)
                .hasMessageStartingWith(start, arguments)
                .hasMessageNotContainingAny("wr0ng", PostgresServer.PASSWORD, "se%20cret");
    }
}
