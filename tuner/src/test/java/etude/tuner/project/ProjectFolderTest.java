package etude.tuner.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.datasets.CorruptFileException;
import etude.trainer.config.ConfigException;
import etude.trainer.config.ConfigLoader;
import etude.trainer.config.RunConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of a project are all there is of it. */
final class ProjectFolderTest {
    private static final RunConfig BASE =
            ConfigLoader.parse(
                    """
                    name: digits
                    dataset: {name: generated, examples: 100}
                    model: {name: mlp, hidden: [8]}
                    batch_size: 8
                    max_train_steps: 20
                    optimizer: {name: momentum, learning_rate: 0.1}
                    """,
                    "base",
                    List.of());
    private static final ProjectConfig CONFIG =
            new ProjectConfig(
                    "digits",
                    "as \"good\": as it gets",
                    "validation/loss",
                    TimeBudget.parse("run_budget", "90s"),
                    TimeBudget.parse("total_budget", "1.5h"),
                    2,
                    List.of("model", "batch_size"),
                    Optional.of(0.25),
                    Optional.of(1.5),
                    Optional.empty(),
                    "#1");
    private static final Adoption ADOPTION =
            Adoption.of("steps", "procedures/a", List.of("max_train_steps=30"), "It fits.");

    @TempDir private Path directory;
    private ProjectFolder folder = new ProjectFolder(Path.of(""));

    @BeforeEach
    void begin() {
        folder = new ProjectFolder(directory.resolve("digits"));
        folder.begin(CONFIG, BASE);
    }

    @Test
    void onlyKeysAreKept() throws IOException {
        Path file = folder.projectFile();
        Files.writeString(
                file, "name: digits\nmetric: validation/loss\nkeep: [model, optimizer.beta2]\n");
        assertThatCode(() -> folder.config().requireKeys(file, folder.incumbent()))
                .as("another optimizer has that key")
                .doesNotThrowAnyException();
        Files.writeString(file, "name: digits\nmetric: validation/loss\nkeep: [modl.hidden]\n");
        assertThatThrownBy(() -> folder.config().requireKeys(file, folder.incumbent()))
                .hasMessageContaining("keep: incumbent.yaml has no key modl.hidden");
    }

    @Test
    void whatWasWrittenIsRead() {
        assertThat(folder.config()).isEqualTo(CONFIG);
        assertThat(folder.config().runBudget().seconds()).isEqualTo(90);
        assertThat(folder.config().totalBudget().seconds()).isEqualTo(5400);
        assertThat(folder.config().keeps("model.hidden")).isTrue();
        assertThat(folder.config().keeps("models")).isFalse();
        assertThat(folder.incumbent().config()).isEqualTo(BASE);
        assertThat(folder.launches()).isEmpty();
        assertThat(folder.journal().entries()).isEmpty();
    }

    @Test
    void aProjectIsBegunOnce() {
        assertThatThrownBy(() -> folder.begin(CONFIG, BASE))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("is there already");
    }

    @Test
    void aLaunchChangesTheIncumbent() {
        assertThat(folder.launch(ADOPTION, "now")).isEqualTo(1);
        assertThat(folder.incumbent().steps()).hasValue(30);
        Launch launch = folder.launches().get(0);
        assertThat(launch.isOf(ADOPTION)).isTrue();
        assertThat(launch.time()).isEqualTo("now");
        assertThat(launch.changes("max_train_steps")).isTrue();
        assertThat(launch.changes("max_train")).isFalse();
    }

    @Test
    void theTimeOfTrainingsIsMeasuredAnewWhereTheirEvaluationsChange() {
        folder = new ProjectFolder(directory.resolve("by-steps"));
        folder.begin(CONFIG, new Incumbent(BASE).with(List.of("evaluation.every=10")).config());
        folder.launch(evaluated("5%"), "now");
        assertThat(folder.config().time()).as("measured with as many").isPresent();
        folder.launch(evaluated("25%"), "then");
        assertThat(folder.config().time()).isEmpty();
    }

    private static Adoption evaluated(String every) {
        return Adoption.of("timing", "timing", List.of("evaluation.every=" + every), "Rarer.");
    }

    /** The process died when the launch was written and the incumbent was not. */
    @Test
    void anInterruptedLaunchIsTheSameOne() throws IOException {
        Path incumbent = folder.root().resolve("incumbent.yaml");
        String before = Files.readString(incumbent);
        folder.launch(ADOPTION, "now");
        Files.writeString(incumbent, before);
        assertThat(folder.launch(ADOPTION, "later")).isEqualTo(1);
        assertThat(folder.launches()).hasSize(1);
        assertThat(folder.incumbent().steps()).hasValue(30);
    }

    @Test
    void theJournalKeepsTheOrder() {
        JournalEntry first = JournalEntry.skipped("1", "data", "known", "ada");
        JournalEntry second = JournalEntry.skipped("2", "steps", "known too", "bob");
        folder.log(first);
        folder.log(second);
        assertThat(folder.journal().entries()).containsExactly(first, second);
    }

    @Test
    void anEditedDraftStaysAndACopyFollows() throws IOException {
        List<DraftFile> files =
                List.of(
                        new DraftFile("rounds/01-a/study.yaml", "drafted", false),
                        new DraftFile("rounds/01-a/base.yaml", "copy", true));
        folder.draft(files);
        Path study = folder.root().resolve("rounds/01-a/study.yaml");
        Path base = folder.root().resolve("rounds/01-a/base.yaml");
        Files.writeString(study, "notes: edited");
        Files.writeString(base, "edited");
        folder.draft(files);
        assertThat(study).hasContent("notes: edited");
        assertThat(base).hasContent("copy");
        assertThat(folder.rounds()).containsExactly(new Round("01-a", "", "", Optional.empty()));
    }

    /** A round ends once, with what the journal says that it took. */
    @Test
    void aLessonEndsARound() {
        String study = "name: digits-dropout\ngoal: Does dropout help?\n";
        folder.draft(List.of(new DraftFile("rounds/02-dropout-2/study.yaml", study, false)));
        folder.log(
                new JournalEntry(
                        "1",
                        JournalEntry.Kind.DONE,
                        "dropout",
                        "02-dropout-2",
                        "",
                        "",
                        OptionalInt.of(0),
                        OptionalDouble.of(25),
                        OptionalDouble.of(20),
                        OptionalDouble.of(30),
                        "ada"));
        Measured measured = Measured.once("validation/loss", "studies/digits-dropout", 1, 0.5);
        Lesson lesson =
                new Lesson(
                        "02-dropout-2",
                        "dropout",
                        "Does dropout help?",
                        "studies/digits-dropout",
                        List.of("Nothing."),
                        Lesson.Decision.KEPT,
                        "It does not.",
                        false,
                        Optional.of(new Effect("dropout=true", measured, measured, 0, 0.1, 0.05)),
                        new Effort(10, 4, 1400, 0, 0),
                        "");
        folder.conclude(lesson, "2");
        folder.conclude(lesson, "3");
        Round round = folder.rounds().get(0);
        assertThat(round.step()).isEqualTo("dropout");
        assertThat(round.study()).isEqualTo("digits-dropout");
        assertThat(round.goal()).isEqualTo("Does dropout help?");
        assertThat(round.lesson()).contains(lesson.kept(new Effort(10, 4, 1400, 20, 30), "2"));
    }

    @Test
    void damagedFilesAreNamed() throws IOException {
        Files.writeString(
                folder.root().resolve("project.yaml"), "name: digits\nmetric: validation/los\n");
        assertThatThrownBy(folder::config)
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("project.yaml")
                .hasMessageContaining("validation/los is no metric of evaluations")
                .hasMessageContaining("validation/loss");
        Files.writeString(
                folder.root().resolve("project.yaml"),
                "name: digits\nmetric: validation/loss\nrun_budget: soon\ntotal_budget: 0h\nwokers: 2\n");
        assertThatThrownBy(folder::config)
                .hasMessageContaining(
                        "run_budget: expected a time above 0 such as 90s, 20m or 8h, found")
                .hasMessageContaining("total_budget: expected a time above 0")
                .hasMessageContaining("wokers")
                .hasMessageContaining("did you mean workers");
        Files.writeString(folder.root().resolve("journal.jsonl"), "{\"time\": 3}\n");
        assertThatThrownBy(folder::journal)
                .isInstanceOf(CorruptFileException.class)
                .hasMessageContaining(
                        "journal.jsonl: expected an entry of a journal in each line, found something else in line 1");
    }

    @Test
    void oneProjectNeedsNoName() {
        assertThat(ProjectFolder.find(Optional.empty(), directory)).isEqualTo(folder);
        new ProjectFolder(directory.resolve("letters")).begin(CONFIG, BASE);
        assertThatThrownBy(() -> ProjectFolder.find(Optional.empty(), directory))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("expected one project, found 2");
    }

    /** Whatever the finding decides, and what changes no result, does not tell configs apart. */
    @Test
    void whatWasMadeFromTheSameConfigCounts() {
        ConfigKeys keys = new Incumbent(BASE).keys();
        ConfigKeys other =
                ConfigKeys.of(
                        new Incumbent(BASE)
                                .text()
                                .replace("name: digits", "name: other")
                                .replace("learning_rate: 0.1", "learning_rate: 0.2"));
        assertThat(keys.matches(other, List.of("optimizer.learning_rate"))).isTrue();
        assertThat(keys.matches(other, List.of())).isFalse();
        assertThat(keys.hasDataOf(other)).isTrue();
    }
}
