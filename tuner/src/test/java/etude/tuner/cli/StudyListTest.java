package etude.tuner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import etude.tuner.store.StoreLocation;
import etude.tuner.store.StudyDefinition;
import etude.tuner.store.StudyStore;
import etude.tuner.study.StudyOpening;
import etude.tuner.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the table of all studies says of those that it cannot hold. */
final class StudyListTest {
    @TempDir private Path directory;

    @Test
    void aStudyThatCannotBeReadHidesNoOtherOfItsStore() throws IOException {
        StoreLocation shared = new StoreLocation.SqliteFile(directory.resolve("shared.db"));
        try (StudyStore store = StudyStore.openOrCreate(shared)) {
            StudyDefinition strange = new StudyDefinition("strange", "goal: [\n", "", Map.of());
            store.createStudy(strange, List.of());
        }
        SmallStudy.write(directory, 2, 10);
        StudyOpening.openOrCreate(
                        directory.resolve("study.yaml"),
                        new Workspace(directory).studies(),
                        Optional.of(shared))
                .close();

        CommandResult list = EtudeCommand.run(directory, "study", "list", "--store", "shared.db");

        assertThat(list.exitCode()).isEqualTo(ExitCode.FAILURE);
        assertThat(list.out()).contains("small").contains("0 of 2");
        assertThat(list.err()).startsWith("etude: studies/strange: ").hasLineCount(1);
    }

    @Test
    void theTableFitsTheTerminal() throws IOException {
        SmallStudy.write(directory, 2, 10).begin();

        CommandResult list = EtudeCommand.runIn(40, directory, "study", "list");

        assertThat(list.out().lines())
                .containsExactly(
                        "STUDY  TRIALS  INFEASIBLE  BEST  TRIAL",
                        "small  0 of 2  0                 -",
                        "No room for GOAL, CONFIG: --format csv",
                        "has everything.",
                        "(error_rate is validation/error_rate)");
        assertThat(EtudeCommand.run(directory, "study", "list").out())
                .contains("Which learning rate?", "studies/small/study.yaml");
    }

    @Test
    void oneThatCannotBeReadIsNotTheSameAsNone() throws IOException {
        Path store = directory.resolve("studies/foreign/study.db");
        Files.createDirectories(store.getParent());
        Files.writeString(store, "no database, but long enough to be one\n".repeat(99));

        CommandResult list = EtudeCommand.run(directory, "study", "list");

        assertThat(list.exitCode()).isEqualTo(ExitCode.FAILURE);
        assertThat(list.out()).isEmpty();
        assertThat(list.err()).startsWith("etude: studies/foreign/study.db is not a study store");
    }
}
