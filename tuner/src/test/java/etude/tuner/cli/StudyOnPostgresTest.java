package etude.tuner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import etude.tuner.store.PostgresServer;
import etude.tuner.store.StudyStore;
import etude.tuner.store.TrialAttempt;
import etude.tuner.store.TrialState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A study whose store is a server that goes away for a while. */
@Tag("postgresql")
final class StudyOnPostgresTest {
    @TempDir private Path directory;

    @Test
    void anOutageOfTheDatabaseFailsNoTrialAndThePasswordStaysSecret() throws Exception {
        SmallStudy study = SmallStudy.write(directory, 3, 2000);
        try (PostgresServer server = PostgresServer.start()) {
            String url = server.location().url();
            Process run =
                    study.start(
                            Etude.class,
                            "study",
                            "run",
                            "study.yaml",
                            "--workers",
                            "2",
                            "--store",
                            url);
            try (StudyStore store = StudyStore.openOrCreate(server.location())) {
                SmallStudy.await(
                        run,
                        () ->
                                store.findStudy("small").isPresent()
                                        && !store.evaluations(SmallStudy.id(store), 0).isEmpty());
            }
            server.stop();
            Thread.sleep(3_000);
            server.resume();
            assertThat(run.waitFor()).isZero();
            CommandResult list = study.etude("study", "list", "--store", url);
            assertThat(list.out()).contains("3 of 3").doesNotContain("cret");
            CommandResult forgotten = study.run();
            assertThat(forgotten.exitCode()).isEqualTo(ExitCode.FAILURE);
            assertThat(forgotten.err())
                    .contains(
                            "study.db does not have the study whose trials are in",
                            "add --store '%s'".formatted(server.location()))
                    .doesNotContain("cret");
            assertThat(study.root().resolve("study.db")).doesNotExist();
            try (StudyStore store = StudyStore.openOrCreate(server.location())) {
                assertThat(store.trials(SmallStudy.id(store)))
                        .hasSize(3)
                        .allMatch(trial -> trial.state() == TrialState.COMPLETED);
                for (int trial = 0; trial < 3; trial++) {
                    List<TrialAttempt> attempts = store.attempts(SmallStudy.id(store), trial);
                    assertThat(attempts).hasSize(1);
                    assertThat(attempts.get(0).origin().command())
                            .contains("--store 'jdbc:postgresql://")
                            .endsWith("password=...'");
                }
            }
        }
        assertThat(textsBelow(directory))
                .isNotEmpty()
                .noneMatch(text -> text.contains("se%20cret"));
    }

    private static List<String> textsBelow(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile).map(StudyOnPostgresTest::text).toList();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
