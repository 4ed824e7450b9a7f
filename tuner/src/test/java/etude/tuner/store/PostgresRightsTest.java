package etude.tuner.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.datasets.EtudeException;
import etude.trainer.metrics.Measurement;
import etude.trainer.model.ModelRegistry;
import etude.tuner.space.Study;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What users of a server can do who did not make its store, and what the others read. */
@Tag("postgresql")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresRightsTest {
    private static final String GRANTS_TO_READ =
            "`grant usage on schema etude to \"a-reader\"; grant select on all tables in schema"
                    + " etude to \"a-reader\"`";

    private static final String SHOWN = "jdbc:postgresql://127.0.0.1:%d/postgres?user=a-reader";

    private PostgresServer server;

    @BeforeAll
    void startServer() throws Exception {
        server = PostgresServer.start();
        execute("create role \"a-reader\" login password '%s'".formatted(PostgresServer.PASSWORD));
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
        execute("alter role \"a-reader\" reset all");
    }

    @Test
    void whoMaySelectReadsAndIsToldWhatWritingTakes() throws SQLException {
        try (StudyStore owner = StudyStore.openOrCreate(server.location())) {
            long study = study(owner);
            execute("grant usage on schema etude to \"a-reader\"");
            execute("grant select on all tables in schema etude to \"a-reader\"");

            try (StudyStore reader = StudyStore.open(reader(), Access.READING)) {
                assertThat(reader.trials(study)).isEqualTo(owner.trials(study));
                assertThat(reader.evaluations(study)).hasSize(1);
            }
        }
        for (ThrowingCallable opening :
                List.<ThrowingCallable>of(
                        () -> StudyStore.open(reader(), Access.WRITING),
                        () -> StudyStore.openOrCreate(reader()))) {
            assertRefused(
                    opening,
                    "study store %s: the user 'a-reader' may look at it (`etude study status`,"
                            + " `report`, `export`, `list`), but not write it; let its owner"
                            + " 'etude' run `grant usage on schema etude to \"a-reader\"; grant"
                            + " select, insert, update, delete on all tables in schema etude to"
                            + " \"a-reader\"`");
        }
        execute("grant insert, update, delete on all tables in schema etude to \"a-reader\"");
        StudyStore.openOrCreate(reader()).close();
    }

    @Test
    void whoMayNotSelectIsToldWhatReadingTakes() throws SQLException {
        StudyStore.openOrCreate(server.location()).close();
        assertRefused(
                () -> StudyStore.open(reader(), Access.READING),
                "study store %s: the user 'a-reader' sees no studies there; `etude study run FILE`"
                        + " begins one, and if others have begun some, their owner shows them with "
                        + GRANTS_TO_READ);

        execute("grant usage on schema etude to \"a-reader\"");
        assertRefused(
                () -> StudyStore.open(reader(), Access.READING),
                "study store %s: the user 'a-reader' may not read it (ERROR: permission denied for"
                        + " table etude_store); let its owner run "
                        + GRANTS_TO_READ);
    }

    @Test
    void lookingMakesNoTables() throws SQLException {
        assertThatThrownBy(() -> StudyStore.open(server.location(), Access.READING))
                .isInstanceOf(EtudeException.class)
                .hasMessageContaining(
                        "/postgres?user=etude: the user 'etude' sees no studies there; `etude study"
                                + " run FILE` begins one, and if");
        try (Connection connection = server.connection();
                Statement statement = connection.createStatement()) {
            assertThat(
                            statement
                                    .executeQuery(
                                            "select 1 from pg_namespace where nspname = 'etude'")
                                    .next())
                    .isFalse();
        }
    }

    @Test
    void whoMayMakeNoSchemaIsToldWhoCan() throws SQLException {
        assertRefused(
                () -> StudyStore.openOrCreate(reader()),
                "study store %s: the user 'a-reader' may not create the schema etude (ERROR:"
                        + " permission denied for database postgres); let the owner of the database"
                        + " run `create schema etude authorization \"a-reader\"`");

        execute("create schema etude authorization \"a-reader\"");
        StudyStore.openOrCreate(reader()).close();
    }

    @Test
    void aStoreOfAnEarlierVersionNeedsItsOwnerFirst() throws SQLException {
        Schema earlier = new Schema(Schema.current().upgrades().subList(0, 1));
        StudyStore.open(server.location(), Access.WRITING, Patience.USUAL, earlier).close();
        execute("grant usage on schema etude to \"a-reader\"");
        execute("grant select on all tables in schema etude to \"a-reader\"");
        String sentence =
                "study store %s is of an earlier version, and the user 'a-reader' may not change"
                        + " it; let its owner 'etude' run `etude study list --store URL` once with"
                        + " this version, which brings it up to date for everybody";
        assertRefused(() -> StudyStore.open(reader(), Access.READING), sentence);

        execute(
                "insert into etude.studies (name, study_file, base_config, facts, created_at)"
                        + " values ('a', '', '', '{}', 0)");
        execute(
                "insert into etude.trials (study_id, number, state, attempt, seed, run_directory)"
                        + " select id, 0, 'pending', 0, 7, 'trials/00000' from etude.studies");
        try (StudyStore owner = StudyStore.open(server.location(), Access.READING);
                StudyStore reader = StudyStore.open(reader(), Access.READING)) {
            long id = owner.studies().get(0).id();
            assertThatThrownBy(() -> reader.complete(id, study()))
                    .isInstanceOf(EtudeException.class)
                    .hasMessage(sentence, SHOWN.formatted(server.port()));
            owner.complete(id, study());
            reader.complete(id, study());
            assertThat(reader.trials(id)).hasSize(1);
        }
    }

    @Test
    void aServerThatOnlyReadsIsNoPlaceToWrite() throws SQLException {
        StudyStore.openOrCreate(server.location()).close();
        execute("grant usage on schema etude to \"a-reader\"");
        execute("grant all on all tables in schema etude to \"a-reader\"");
        execute("alter role \"a-reader\" set default_transaction_read_only = on");

        StudyStore.open(reader(), Access.READING).close();
        assertRefused(
                () -> study(StudyStore.openOrCreate(reader())),
                "study store %s can only be read there (ERROR: cannot execute INSERT in a read-only"
                        + " transaction); name the primary server, or let its operator allow"
                        + " writing");
    }

    private StoreLocation reader() {
        return server.locationOf("a-reader");
    }

    private static long study(StudyStore store) {
        StudyDefinition definition = new StudyDefinition("a", "", "", Map.of());
        long id = store.createStudy(definition, Trials.trials(0, 2)).id();
        Claim claim =
                store.claim(id, StudyStoreContract.origin("w"), StudyStoreContract.LEASE)
                        .orElseThrow();
        store.record(claim, new Measurement(1, Map.of("loss", 0.5)));
        return id;
    }

    /** A study file, for trials of version 1 that lack what only it can tell. */
    private static Study study() {
        Map<Path, String> texts =
                Map.of(
                        Path.of("study.yaml"),
                        """
                        name: a
                        goal: Which?
                        base: base.yaml
                        trials: 1
                        parameters:
                          - {path: dropout, role: nuisance, min: 0.0, max: 0.5, scale: linear}
                        """,
                        Path.of("base.yaml"),
                        """
                        name: base
                        dataset: {name: generated}
                        model: {name: mlp}
                        batch_size: 128
                        max_train_steps: 500
                        optimizer: {name: sgd, learning_rate: 0.05}
                        """);
        return Study.read(Path.of("study.yaml"), ModelRegistry.load(), texts::get);
    }

    private void assertRefused(ThrowingCallable opening, String sentence) {
        assertThatThrownBy(opening)
                .isInstanceOf(EtudeException.class)
                .message()
                .startsWith(sentence.replace("%s", SHOWN.formatted(server.port())))
                .doesNotContain(PostgresServer.PASSWORD);
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = server.connection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
