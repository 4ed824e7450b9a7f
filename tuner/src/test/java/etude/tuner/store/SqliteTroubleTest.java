package etude.tuner.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import etude.datasets.EtudeException;
import etude.trainer.metrics.Measurement;
import etude.tuner.space.Trial;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the user reads when something is wrong with the file. */
class SqliteTroubleTest {
    private static final Patience SHORT =
            new Patience(Duration.ofMillis(500), Duration.ofMillis(500));

    @TempDir Path directory;
    private Path file;

    @BeforeEach
    void nameFile() {
        file = directory.resolve("study.db");
    }

    @Test
    void aStoreThatMustExistIsNotCreated() {
        assertThatThrownBy(
                        () -> StudyStore.open(new StoreLocation.SqliteFile(file), Access.READING))
                .isInstanceOf(EtudeException.class)
                .hasMessage("there is no study store %s; `etude study run FILE` creates it", file);
        assertThat(file).doesNotExist();
    }

    @Test
    void aFileOfAnotherKindIsRefused() throws IOException {
        Files.writeString(
                file, "goal: this is no database, although it is long enough\n".repeat(99));

        assertRefused("%s is not a study store: it is no SQLite file, or its beginning is damaged");
    }

    @Test
    void aDatabaseOfAnotherProgramIsLeftAlone() throws SQLException {
        execute("create table trial_params (a integer)");

        assertRefused(
                "%s is a database, but not a study store (it has a table 'trial_params'); choose"
                        + " another place with --store");
    }

    @Test
    void aDamagedFileIsRefused() throws IOException {
        try (StudyStore store = open()) {
            study(store, 500);
        }
        byte[] content = Files.readAllBytes(file);
        for (int i = 4096; i < content.length; i++) {
            content[i] = (byte) 0xa5;
        }
        Files.write(file, content);

        assertRefused("study store %s is damaged");
    }

    @Test
    void aFolderIsNoStore() throws IOException {
        Files.createDirectories(file);

        assertRefused("cannot write study store %s");
    }

    @Test
    void aFileIsNoFolder() throws IOException {
        Files.writeString(directory.resolve("file"), "");
        Path below = directory.resolve("file").resolve("study.db");

        assertThatThrownBy(() -> StudyStore.openOrCreate(new StoreLocation.SqliteFile(below)))
                .isInstanceOf(EtudeException.class)
                .hasMessageStartingWith("cannot create folder");
    }

    @Test
    void aReadOnlyDiskIsNamed() {
        try (SmallDisk disk = SmallDisk.mount(directory, 1024)) {
            disk.makeReadOnly();

            assertRefused("cannot write study store %s");
        }
    }

    @Test
    void aFullDiskIsNamedAndWhatIsThereSurvives() throws IOException {
        try (SmallDisk disk = SmallDisk.mount(directory, 512)) {
            assertThat(disk).isNotNull();
            try (StudyStore store = open()) {
                long study = study(store, 1);
                Claim claim =
                        store.claim(study, StudyStoreContract.origin("w"), Duration.ofMinutes(2))
                                .orElseThrow();
                store.record(claim, new Measurement(0, Map.of("loss", 1.0)));
                Path filler = fill();

                Throwable failure = catchThrowable(() -> recordUntilFull(store, claim));

                assertThat(failure)
                        .isInstanceOf(EtudeException.class)
                        .hasMessage(
                                "no space left on the disk while writing study store %s; what it"
                                        + " holds is intact; free space and run the same command again",
                                file);
                List<Measurement> before = store.evaluations(study, 0);
                Files.delete(filler);
                store.record(claim, new Measurement(before.size(), Map.of("loss", 2.0)));
                assertThat(store.evaluations(study, 0))
                        .startsWith(before.toArray(Measurement[]::new))
                        .hasSize(before.size() + 1);
            }
        }
    }

    @Test
    void aStoreThatIsLockedForAWhileIsWaitedFor() throws Exception {
        try (StudyStore store = open();
                Connection other = lock()) {
            CompletableFuture<Void> unlocked =
                    CompletableFuture.runAsync(
                            () -> {
                                try (Statement statement = other.createStatement()) {
                                    statement.execute("rollback");
                                } catch (SQLException e) {
                                    throw new IllegalStateException(e);
                                }
                            },
                            CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS));

            assertThat(study(store, 1)).isPositive();
            unlocked.join();
        }
    }

    @Test
    void aStoreThatStaysLockedIsGivenUpWithOneSentence() throws Exception {
        StoreLocation location = new StoreLocation.SqliteFile(file);
        try (StudyStore store = StudyStore.open(location, Access.WRITING, SHORT, Schema.current());
                Connection other = lock()) {
            assertThatThrownBy(() -> study(store, 1))
                    .isInstanceOf(EtudeException.class)
                    .hasMessage(
                            "study store %s is locked by another process (tried again for 0 s)",
                            file);
            assertThat(store.studies()).isEmpty();
            assertThat(other.isClosed()).isFalse();
        }
    }

    private Connection lock() throws SQLException {
        Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
        try (Statement statement = other.createStatement()) {
            statement.execute("begin immediate");
        }
        return other;
    }

    private StudyStore open() {
        return StudyStore.openOrCreate(new StoreLocation.SqliteFile(file));
    }

    /** Also reads, for damage may lie beyond what opening looks at. */
    private void assertRefused(String start) {
        assertThatThrownBy(
                        () -> {
                            try (StudyStore store = open()) {
                                store.studies().forEach(study -> store.trials(study.id()));
                            }
                        })
                .isInstanceOf(EtudeException.class)
                .hasMessageStartingWith(start.formatted(file));
    }

    private static long study(StudyStore store, int trials) {
        List<Trial> pending = Trials.trials(0, trials);
        return store.createStudy(new StudyDefinition("a", "", "", Map.of()), pending).id();
    }

    /** Takes all the space there is, up to a few kilobytes. */
    private Path fill() throws IOException {
        Path filler = directory.resolve("filler");
        try (var out =
                Files.newByteChannel(
                        filler, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            assertThatThrownBy(
                            () -> {
                                while (true) {
                                    out.write(ByteBuffer.allocate(4096));
                                }
                            })
                    .isInstanceOf(IOException.class);
        }
        return filler;
    }

    private static void recordUntilFull(StudyStore store, Claim claim) {
        for (int step = 1; step < 10_000; step++) {
            store.record(claim, new Measurement(step, Map.of("loss", 1.0 / step)));
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
