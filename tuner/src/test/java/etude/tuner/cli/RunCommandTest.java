package etude.tuner.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import etude.trainer.checkpoint.CheckpointDirectory;
import etude.trainer.checkpoint.CheckpointInfo;
import etude.trainer.files.Json;
import etude.trainer.run.RunDirectory;
import etude.trainer.run.RunEnd;
import etude.trainer.run.RunLabels;
import etude.trainer.run.RunLock;
import etude.tuner.runs.ListedRun;
import etude.tuner.runs.RunFilter;
import etude.tuner.runs.RunTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Many runs: listed, compared, labelled and removed. */
final class RunCommandTest {
    @TempDir private Path directory;

    private Path runs;

    @BeforeEach
    void write() throws IOException {
        runs = directory.resolve("runs");
        new WrittenRun(runs.resolve("slow"), 0.01, 0.2).write().ended(1);
        new WrittenRun(runs.resolve("quick"), 0.1, 0.05).write().ended(2);
    }

    private CommandResult etude(String... arguments) {
        return EtudeCommand.run(directory, arguments);
    }

    @Test
    void theNewestRunIsListedFirstWithWhatItCameTo() {
        int width = 80 + directory.toString().length() + 1; // which nobody sees in the folder

        assertThat(EtudeCommand.runIn(width, directory, "run", "list").out().lines())
                .satisfiesExactly(
                        head ->
                                assertThat(head)
                                        .matches("RUN +STATUS +STEPS +BEST +TIME +SIZE +NOTE"),
                        quick ->
                                assertThat(quick)
                                        .startsWith(
                                                "runs/quick  completed  40     error_rate 5.00 %")
                                        .contains("13 s", "KiB"),
                        slow -> assertThat(slow).startsWith("runs/slow   completed"),
                        legend ->
                                assertThat(legend)
                                        .isEqualTo("(error_rate is validation/error_rate)"),
                        sum -> assertThat(sum).startsWith("2 runs, ").endsWith("KiB"))
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(width));
    }

    @Test
    void programsGetEverything() throws IOException {
        JsonNode list =
                Json.parse(
                        etude("run", "list", "--format", "json")
                                .out()
                                .getBytes(StandardCharsets.UTF_8));
        assertThat(list.get(0).path("run").asText()).endsWith("runs/quick");
        assertThat(list.get(0).path("best").asDouble()).isEqualTo(0.05);
        assertThat(list.get(0).path("best_step").asLong()).isEqualTo(30);
        assertThat(list.get(0).path("seconds").asDouble()).isEqualTo(12.5);
        assertThat(list.get(0).path("bytes").asLong()).isGreaterThan(1000);
        assertThat(list.get(0).path("note").asText()).isEqualTo("from its config");
        assertThat(etude("run", "list", "--format", "csv").out())
                .startsWith("run,name,status,steps,metric,best,best_step,seconds,bytes,tags,note,")
                .contains("runs/slow,slow,completed,40,validation/error_rate,0.2,30,12.5,");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            quoteCharacter = '`',
            value = {
                "best < 0.1 > quick",
                "optimizer.learning_rate == 0.01 && batch_size == 8 > slow",
                "name == 'slow' || name == \"other\" > slow",
                "status == 'completed' && !(best < 0.1) > slow",
                "tags.good > quick"
            })
    void aConditionChoosesRuns(String condition, String chosen) {
        new RunLabels(List.of("good"), "").write(new RunDirectory(runs.resolve("quick")));

        List<ListedRun> held = RunTable.read(runs).where(new RunFilter(condition)).runs();

        assertThat(held).extracting(ListedRun::name).containsExactly(chosen);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "run list --where steps+1|--where: expected a condition such as steps > 1000, found \"steps+1\", which is 41",
                "run list none|DIR: expected a folder with run directories, found no none",
                "run compare quick runs/quick|expected different runs, found one of them twice",
                "run remove none|none: expected a run directory, found nothing; `etude run list`",
                "run remove|expected RUN or --where CONDITION, found neither",
                "run remove slow --where best<1|--where: expected it in the place of runs, found both",
                "run compare slow quick --out three.html|--out: expected a folder for the page and the files beside it, found the name of a page (three.html)",
                "run compare|RUN is missing: Two to sixteen: run directories",
                "run tag quick good|expected a tag to add or to take away, such as +good or -bad",
                "run tag quick +a-b|letters, digits and underscores, found \"+a-b\""
            })
    void mistakesAreOneSentence(String command, String sentence) {
        CommandResult wrong = etude(command.split(" "));

        assertThat(wrong.exitCode()).as(wrong.err()).isEqualTo(ExitCode.USAGE);
        assertThat(wrong.err()).startsWith("etude: ").contains(sentence);
    }

    @Test
    void conditionsThatCannotHoldAreRefused() {
        List<ListedRun> all = RunTable.read(runs).runs();
        assertThatThrownBy(() -> new RunFilter("best<"))
                .hasMessageStartingWith("cannot read \"best<\"");
        assertThatThrownBy(() -> new RunFilter("bestt<1").of(all))
                .hasMessage("no run has \"bestt\"; did you mean best?");
    }

    @Test
    void aRunWithoutAValueIsLeftOut() throws IOException {
        Files.delete(new RunDirectory(runs.resolve("slow")).summary());
        Files.delete(new RunDirectory(runs.resolve("slow")).metrics());

        assertThat(etude("run", "list", "--where", "best < 1").out())
                .contains("runs/quick")
                .doesNotContain("runs/slow");
        assertThat(etude("run", "list", "--where", "best > 1").out())
                .isEqualTo("The condition holds for none of the 2 runs in runs.\n");
    }

    @Test
    void aDamagedRunIsInTheListAndSaysWhy() throws IOException {
        Files.writeString(new RunDirectory(runs.resolve("slow")).facts(), "{\"name\": \"slow\"}");

        CommandResult list = etude("run", "list");

        assertThat(list.exitCode()).isZero();
        assertThat(list.out())
                .containsPattern("runs/slow +damaged")
                .containsPattern("runs/slow is damaged: .*run.json: expected the facts of a run")
                .containsPattern("runs/quick +completed");
    }

    @Test
    void aFailedRunSaysWhy() throws IOException {
        new WrittenRun(runs.resolve("failed"), 0.1, 0.1)
                .write()
                .ended(3, RunEnd.failed("the disk is full;\nfree some of it"));

        assertThat(etude("run", "list").out())
                .containsPattern("runs/failed +failed")
                .contains("runs/failed failed: the disk is full; free some of it\n");
    }

    @Test
    void cutMeasurementsAndWeightsAreDamage() throws IOException {
        new WrittenRun(runs.resolve("slow"), 0.01, 0.2).saved();
        Path weights =
                new CheckpointDirectory(new RunDirectory(runs.resolve("slow")).checkpoints())
                        .parameters(40);
        Files.write(weights, new byte[10]);
        Files.writeString(new RunDirectory(runs.resolve("quick")).metrics(), "{]\n{]\n");

        assertThat(etude("run", "list").out())
                .containsPattern("runs/slow is damaged: .*step-00000040/parameters.safetensors")
                .containsPattern("runs/quick is damaged: .*metrics.jsonl");
    }

    @Test
    void aConditionChoosesWhatIsRemoved() {
        assertThat(etude("run", "remove", "--where", "best > 0.9", "--yes").out())
                .isEqualTo("The condition holds for no run; nothing was removed.\n");
        assertThat(etude("run", "remove", "--where", "best > 0.1", "--yes").out())
                .startsWith("1 run removed; ");
        assertThat(runs.resolve("slow")).doesNotExist();
        assertThat(runs.resolve("quick")).exists();
    }

    @Test
    void keysBelowAnAbsentOneAreCompared() throws IOException {
        Path slow = new RunDirectory(runs.resolve("slow")).config();
        Path quick = new RunDirectory(runs.resolve("quick")).config();
        Files.writeString(slow, Files.readString(slow) + "initialize_from: null\n");
        Files.writeString(
                quick,
                Files.readString(quick)
                        + "initialize_from: {path: runs/before, map: [], freeze: ['stem_*']}\n");

        assertThat(etude("run", "compare", "slow", "quick").out())
                .containsPattern("initialize_from.path +- +runs/bef")
                .containsPattern("initialize_from.freeze +- ")
                .doesNotContain("initialize_from.map")
                .doesNotContainPattern("initialize_from +");
    }

    @Test
    void aRunWhoseProcessDiedIsKilledAndOneThatIsTrainedRuns() {
        WrittenRun open = new WrittenRun(runs.resolve("open"), 0.1, 0.1).write().begun();
        assertThat(etude("run", "list").out())
                .containsPattern("runs/open +killed +40 +error_rate 10");

        try (RunLock lock = RunLock.acquire(new RunDirectory(open.root()))) {
            assertThat(lock).isNotNull();
            assertThat(etude("run", "list").out()).containsPattern("runs/open +running");
        }
    }

    @Test
    void tagsAndNotesChangeAtAnyTime() {
        assertThat(etude("run", "tag", "runs/quick", "+good", "-bad", "+bad_luck").out())
                .isEqualTo("runs/quick: bad_luck good\n");
        assertThat(etude("run", "tag", "quick", "-bad_luck").out()).isEqualTo("runs/quick: good\n");
        assertThat(etude("run", "note", "quick", "the", "one to keep").exitCode()).isZero();

        assertThat(etude("run", "list").out()).containsPattern("good +the one to keep");
        assertThat(etude("run", "note", "quick", "").out()).contains("no note");
        assertThat(etude("run", "list").out()).containsPattern("good +from its config");
    }

    @Test
    void comparedRunsShowOnlyWhatDiffers() throws IOException {
        CommandResult compared = etude("run", "compare", "slow", "quick");

        assertThat(compared.err()).contains("etude: slow: classes.jsonl is missing");
        assertThat(compared.out())
                .containsPattern("WHAT +slow +quick")
                .containsPattern("validation/error_rate +20.00 % +5.00 %")
                .containsPattern("best step +30 +30")
                .containsPattern("optimizer.learning_rate +0.01 +0.1")
                .doesNotContain("batch_size")
                .contains("the seed alone makes runs differ")
                .endsWith("The page: reports/compare-slow-quick/compare.html\n");
        Path page = directory.resolve("reports/compare-slow-quick");
        assertThat(page.resolve("compare.html"))
                .content()
                .contains("slow and quick", "Training loss of every step", "validation/loss");
        assertThat(page.resolve("compare-curves-validation-loss.csv")).exists();
        assertThat(page.resolve("compare-step-loss.csv")).exists();
    }

    @Test
    void nothingIsRemovedWithoutAYes() {
        CommandResult refused = EtudeCommand.answering("n", directory, "run", "remove", "slow");
        assertThat(refused.exitCode()).isEqualTo(ExitCode.FAILURE);
        assertThat(refused.out())
                .contains("runs/slow  completed, ", "Remove 1 run for good? [y/N] ")
                .endsWith("Nothing was removed.\n");
        assertThat(etude("run", "remove", "slow").exitCode()).isEqualTo(ExitCode.FAILURE);
        assertThat(runs.resolve("slow")).isDirectory();

        CommandResult removed = EtudeCommand.answering("yes", directory, "run", "remove", "slow");

        assertThat(removed.exitCode()).as(removed.err()).isZero();
        assertThat(removed.out()).containsPattern("1 run removed; \\d+\\.\\d KiB freed");
        assertThat(runs).isDirectoryNotContaining("glob:**slow**");
    }

    @Test
    void anInterruptedRemovalIsFinishedByTheNext() throws IOException {
        Path left = runs.resolve(".gone.removed-%d".formatted(Integer.MAX_VALUE));
        Files.createDirectories(left.resolve("checkpoints"));

        assertThat(etude("run", "list").out()).doesNotContain("gone");
        assertThat(etude("run", "remove", "slow", "--yes").exitCode()).isZero();

        assertThat(runs).isDirectoryNotContaining("glob:**removed**");
    }

    @Test
    void onlyTheBestCheckpointStaysWhereTrainingHasEnded() {
        new WrittenRun(runs.resolve("slow"), 0.01, 0.2).saved();
        new WrittenRun(runs.resolve("quick"), 0.1, 0.05).saved();

        CommandResult thinned = etude("run", "remove", "slow", "quick", "--keep-best", "--yes");

        assertThat(thinned.out()).containsPattern("2 runs thinned; \\d+\\.\\d KiB freed");
        RunDirectory run = new RunDirectory(runs.resolve("quick"));
        CheckpointDirectory checkpoints = new CheckpointDirectory(run.checkpoints());
        assertThat(checkpoints.list()).extracting(CheckpointInfo::step).containsExactly(30L);
        assertThat(checkpoints.loadLatest(note -> assertThat(note).isEmpty()).orElseThrow().step())
                .isEqualTo(30);
        assertThat(run.metrics()).exists();
    }

    @Test
    void theNewestStaysWhereTrainingMayGoOn() {
        WrittenRun open = new WrittenRun(runs.resolve("open"), 0.1, 0.1).write().saved().begun();

        etude("run", "remove", "open", "--keep-best", "--yes");

        RunDirectory run = new RunDirectory(open.root());
        assertThat(new CheckpointDirectory(run.checkpoints()).list())
                .extracting(CheckpointInfo::step)
                .containsExactly(30L, 40L);
    }

    @Test
    void aTrialOfAStudyIsRemovedOnlyByName() throws IOException {
        SmallStudy.write(directory, 2, 10).begin();
        Path trial = directory.resolve("studies/small/trials/00000");
        new WrittenRun(trial, 0.1, 0.1).write().ended(3);

        CommandResult refused = etude("run", "remove", "studies/small/trials/00000", "--yes");
        assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(refused.err()).contains("belongs to the study", "add --trials");

        etude("run", "remove", "studies/small/trials/00000", "--yes", "--trials");
        assertThat(trial).doesNotExist();
    }
}
