package etude.tuner.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.datasets.EtudeException;
import etude.trainer.metrics.Measurement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stores in a folder that is mounted read-only, as another user's folder is. */
class SqliteSnapshotTest {
    private static final Measurement FIRST = new Measurement(1, Map.of("loss", 0.5));
    private static final Measurement SECOND = new Measurement(2, Map.of("loss", 0.25));

    @TempDir Path temporary;
    private Path theirs;
    private Path ours;
    private SmallDisk view;

    @BeforeEach
    void mount() throws IOException {
        theirs = Files.createDirectories(temporary.resolve("their's é"));
        ours = Files.createDirectories(temporary.resolve("50 %23 read-only?"));
        view = SmallDisk.readOnlyView(theirs, ours);
    }

    @AfterEach
    void unmount() {
        if (view != null) {
            view.close();
        }
    }

    @Test
    void atRest() throws IOException {
        try (StudyStore writer = StudyStore.openOrCreate(location(theirs))) {
            writer.record(claim(writer), FIRST);
        }
        assertThat(names(theirs)).containsExactlyInAnyOrder("study.db", "study.db-turn");

        assertThat(evaluations()).containsExactly(FIRST);
    }

    @Test
    void besideAWriter() {
        try (StudyStore writer = StudyStore.openOrCreate(location(theirs))) {
            Claim claim = claim(writer);
            writer.record(claim, FIRST);
            assertThat(evaluations()).containsExactly(FIRST);
            writer.record(claim, SECOND);
            assertThat(evaluations()).containsExactly(FIRST, SECOND);
        }
    }

    @Test
    void afterTheWriterWasKilled() throws IOException {
        killed(Set.of("study.db", "study.db-wal", "study.db-shm"));

        assertThat(evaluations()).containsExactly(FIRST);
    }

    @Test
    void whereOnlyFileAndLogWereCopied() throws IOException {
        killed(Set.of("study.db", "study.db-wal"));

        assertThat(evaluations()).containsExactly(FIRST);
    }

    /** What it would take to bring it up to date happens in the copy. */
    @Test
    void ofAnEarlierVersion() throws Exception {
        Schema earlier = new Schema(Schema.current().upgrades().subList(0, 1));
        StudyStore.open(location(theirs), Access.WRITING, Patience.USUAL, earlier).close();
        byte[] before = Files.readAllBytes(theirs.resolve("study.db"));

        assertThat(this.<List<StoredStudy>>reading(StudyStore::studies)).isEmpty();

        assertThat(Files.readAllBytes(theirs.resolve("study.db"))).isEqualTo(before);
        assertThat(names(theirs)).doesNotContain("study.db-wal", "study.db-shm");
    }

    @Test
    void writingIsRefusedAtOnce() {
        StudyStore.openOrCreate(location(theirs)).close();
        assertThatThrownBy(() -> StudyStore.open(location(ours), Access.WRITING))
                .isInstanceOf(EtudeException.class)
                .hasMessage(
                        "cannot write study store %s: it is read-only for the user '%s', for"
                                + " whom `etude study status`, `report`, `export` and `list` work",
                        ours.resolve("study.db"), System.getProperty("user.name"));
    }

    @Test
    void whatIsNoStoreIsSaidAsElsewhere() throws IOException {
        Files.writeString(theirs.resolve("study.db"), "no database, but long enough\n".repeat(99));
        assertThatThrownBy(this::evaluations)
                .isInstanceOf(EtudeException.class)
                .hasMessageStartingWith("%s is not a study store", ours.resolve("study.db"));
        Files.write(theirs.resolve("study.db"), new byte[0]);
        assertThatThrownBy(this::evaluations)
                .isInstanceOf(EtudeException.class)
                .hasMessage(
                        "there is no study store %s; `etude study run FILE` creates it",
                        ours.resolve("study.db"));
        Files.delete(theirs.resolve("study.db"));
        Files.createDirectory(theirs.resolve("study.db"));
        assertThatThrownBy(this::evaluations)
                .isInstanceOf(EtudeException.class)
                .hasMessageStartingWith("cannot read study store %s", ours.resolve("study.db"));
    }

    /** Whoever may write the file is not changed by it either, be it another program's. */
    @Test
    void lookingChangesNoFileOfAnotherProgram() throws Exception {
        Path file = theirs.resolve("study.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("create table trial_params (a integer)");
        }
        byte[] before = Files.readAllBytes(file);

        assertThatThrownBy(() -> StudyStore.open(location(theirs), Access.READING))
                .isInstanceOf(EtudeException.class)
                .hasMessageContaining("is a database, but not a study store");

        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        assertThat(names(theirs)).containsExactly("study.db");
    }

    private List<Measurement> evaluations() {
        return reading(store -> store.evaluations(store.studies().get(0).id(), 0));
    }

    /** Reads their store through the read-only view, and leaves nothing anywhere. */
    private <T> T reading(Function<StudyStore, T> work) {
        Set<String> copies = copies();
        Set<String> before = names(theirs);
        try (StudyStore store = StudyStore.open(location(ours), Access.READING)) {
            return work.apply(store);
        } finally {
            assertThat(names(theirs)).isEqualTo(before);
            assertThat(copies()).isEqualTo(copies);
        }
    }

    /** What is left of a store whose writer never closed it, or some of its files. */
    private void killed(Set<String> files) throws IOException {
        Path living = Files.createDirectories(temporary.resolve("living"));
        try (StudyStore writer = StudyStore.openOrCreate(location(living))) {
            writer.record(claim(writer), FIRST);
            for (String file : files) {
                Files.copy(living.resolve(file), theirs.resolve(file));
            }
        }
    }

    private static Claim claim(StudyStore store) {
        StudyDefinition definition = new StudyDefinition("a", "", "", Map.of());
        long study = store.createStudy(definition, Trials.trials(0, 1)).id();
        return store.claim(study, StudyStoreContract.origin("w"), StudyStoreContract.LEASE)
                .orElseThrow();
    }

    private static StoreLocation location(Path folder) {
        return new StoreLocation.SqliteFile(folder.resolve("study.db"));
    }

    private static Set<String> copies() {
        return names(Path.of(System.getProperty("java.io.tmpdir"))).stream()
                .filter(name -> name.startsWith("etude-store-"))
                .collect(Collectors.toSet());
    }

    private static Set<String> names(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
