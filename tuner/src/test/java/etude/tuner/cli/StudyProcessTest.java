package etude.tuner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import etude.trainer.files.Json;
import etude.tuner.store.TrialState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** One study from its begin to its end, and what can be asked about it afterwards. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class StudyProcessTest {
    private static final int TRIALS = 4;

    private SmallStudy study = new SmallStudy(Path.of(""));
    private CommandResult first = new CommandResult(0, "", "");

    /** For what a test writes: the study itself is only read. */
    @TempDir private Path directory;

    @BeforeAll
    void runWithTwoWorkers(@TempDir Path temporary) throws Exception {
        study = SmallStudy.write(temporary, TRIALS, 30);
        first = study.run("--workers", "2");
    }

    private SmallStudy copy() throws IOException {
        return study.copiedTo(directory.resolve("copy"));
    }

    @Test
    void everyTrialIsInTheTable() {
        assertThat(first.err())
                .contains("4 trials, 4 to do, 2 at once", "4 of 4 trials have ended, 0 infeasible");
        assertThat(first.exitCode()).isZero();
        assertThat(first.out())
                .contains("4 trials: 4 completed", "Best of all trials, by validation/error_rate:");
        assertThat(study.trials()).hasSize(TRIALS).allMatch(t -> t.state() == TrialState.COMPLETED);
        for (int trial = 0; trial < TRIALS; trial++) {
            assertThat(study.endings(trial)).containsExactly("completed");
        }
    }

    @Test
    void oneWorkerGetsTheSameNumbersBitForBit() throws Exception {
        SmallStudy alone = SmallStudy.write(directory.resolve("one"), TRIALS, 30);
        assertThat(alone.run("--workers", "1").exitCode()).isZero();
        assertThat(alone.results()).isEqualTo(study.results()).hasSize(5 * TRIALS);
    }

    @Test
    void runAgainHasNothingToDo() throws Exception {
        CommandResult again = copy().run("--workers", "2");
        assertThat(again.exitCode()).isZero();
        assertThat(again.out()).isEqualTo(first.out());
    }

    @Test
    void theReportShowsThePredictionsOfTheBestTrialAndTrialsHaveNoPages() throws Exception {
        Path reports = study.root();
        assertThat(reports.resolve("report.html"))
                .content()
                .contains(
                        "Sample predictions of trial ",
                        "data:image/png;base64,",
                        "Error of each class");
        try (Stream<Path> files = Files.walk(reports.resolve("trials"))) {
            assertThat(files.map(Path::getFileName).map(Path::toString))
                    .contains("summary.json")
                    .noneMatch(name -> name.startsWith("report"));
        }
    }

    @Test
    void theReportHasVerdictsPlotsAndTrials() throws Exception {
        Path reports = study.root();
        assertThat(first.out())
                .contains("\nAnswer: ", "\nBest settings: Trial ", "    etude train studies/small/")
                .contains("\nDo next: ", "The report: studies/small/report.html");
        JsonNode report = Json.parse(Files.readAllBytes(reports.resolve("report.json")));
        assertThat(report.path("finished").asInt()).isEqualTo(TRIALS);
        assertThat(report.path("best").path("value").asDouble()).isBetween(0.0, 1.0);
        assertThat(report.path("verdicts").size()).isGreaterThan(10);
        assertThat(report.path("verdicts").findValuesAsText("sentence")).doesNotContain("");
        assertThat(reports.resolve("report.html"))
                .content()
                .contains("What the study says", "optimizer.learning_rate", "Training curves");
        assertThat(reports.resolve("report-training-curves.csv")).isNotEmptyFile();
    }

    @Test
    void rerunsTellHowFarToTrustTheBestTrialAndAreNoTrials() throws Exception {
        SmallStudy copy = copy();
        CommandResult rerun =
                copy.etude("study", "rerun", "small", "--seeds", "3", "--workers", "2");
        assertThat(rerun.exitCode()).as(rerun.err()).isZero();
        assertThat(rerun.err())
                .contains("with 3 other seeds each: 3 to add, about ")
                .contains("4 trials and 3 reruns, 3 to do", "rerun 2 of trial ");
        assertThat(rerun.out())
                .contains("4 trials: 4 completed", "3 reruns with other seeds: 3 completed");
        JsonNode report =
                Json.parse(Files.readAllBytes(copy.root().resolve("report.json"))).path("reruns");
        assertThat(report.path(0).path("values").size()).isEqualTo(3);
        assertThat(copy.root().resolve("report.html"))
                .content()
                .contains("Over 3 other seeds they reach", "Every rerun");
        assertThat(copy.trials()).hasSize(TRIALS);
        assertThat(copy.etude("study", "list").out()).contains("4 of 4, 3 reruns");
        JsonNode reruns =
                Json.parse(
                                copy.etude("study", "export", "small")
                                        .out()
                                        .getBytes(StandardCharsets.UTF_8))
                        .path("reruns");
        assertThat(reruns.findValuesAsText("seed")).hasSize(3).doesNotHaveDuplicates();
        assertThat(copy.etude("study", "export", "small", "--format", "csv", "--reruns").out())
                .contains("reruns/0000");

        CommandResult again = copy.etude("study", "rerun", "small", "--seeds", "3");
        assertThat(again.err()).contains("0 to add.", "and all have ended");

        Files.delete(copy.root().resolve("study.db"));
        CommandResult lost = copy.etude("study", "import", "studies/small");
        assertThat(lost.exitCode()).as(lost.err()).isZero();
        assertThat(
                        Json.parse(
                                        copy.etude("study", "status", "small", "--format", "json")
                                                .out()
                                                .getBytes(StandardCharsets.UTF_8))
                                .path("reruns")
                                .path(0)
                                .path("values"))
                .as("the reruns of a store that is made again")
                .isEqualTo(report.path(0).path("values"));
    }

    @Test
    void refiningAStudyWithoutAnOpenEdgeWritesNothing() throws Exception {
        CommandResult refined = copy().etude("study", "refine", "small");
        assertThat(refined.exitCode()).as(refined.err()).isZero();
        assertThat(refined.out()).contains("Nothing in the search space asks for a change");
        assertThat(directory.resolve("copy/small-2.yaml")).doesNotExist();
    }

    @Test
    void whatCannotBeTrainedAgainIsRefused() throws Exception {
        SmallStudy begun = SmallStudy.write(directory.resolve("begun"), 2, 10);
        begun.begin();
        CommandResult unfinished = begun.etude("study", "rerun", "small");
        assertThat(unfinished.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(unfinished.err())
                .contains(
                        "2 of 2 trials have not ended, and only then the best ones are known; `etude study run studies/small` runs them");
        CommandResult early = begun.etude("study", "refine", "small");
        assertThat(early.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(early.err()).contains("2 of 2 trials of small have not ended");
        SmallStudy copy = copy();
        assertThat(copy.etude("study", "rerun", "small", "--seeds", "0").err())
                .contains("--seeds: expected 1 to 100, found 0");
        assertThat(copy.etude("study", "rerun", "small", "--margin", "-1").err())
                .contains("--margin: expected a number above 0, found -1.0");
        CommandResult unknown = copy.etude("study", "rerun", "small", "--trials", "1,9");
        assertThat(unknown.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(unknown.err())
                .contains("--trials: expected best, or numbers from 0 to 3, found '9'");
    }

    @Test
    void listIsTheTrackingTable() throws Exception {
        CommandResult list = study.etude("study", "list");
        assertThat(list.exitCode()).isZero();
        assertThat(list.out().lines().toList())
                .hasSize(3)
                .first()
                .asString()
                .matches("STUDY +TRIALS +INFEASIBLE +BEST +TRIAL +GOAL +CONFIG");
        assertThat(list.out())
                .contains("Which learning rate?", "studies/small/study.yaml", "4 of 4")
                .containsPattern("error_rate \\d+\\.\\d\\d % +\\d +Which");
        assertThat(study.etude("study", "list", "--format", "csv").out())
                .startsWith(
                        "study,goal,config,notes,trials,infeasible,best,trial,command,reruns,test_evaluations\nsmall,Which learning rate?,")
                .containsPattern("validation/error_rate 0\\.\\d+,\\d,etude study run study.yaml");
    }

    @Test
    void listWritesAnIndexWithLinksToTheReports() throws Exception {
        SmallStudy copy = copy();
        CommandResult list = copy.etude("study", "list", "--format", "html");
        assertThat(list.exitCode()).isZero();
        assertThat(list.out()).isEqualToIgnoringNewLines("The index: studies/index.html");
        assertThat(copy.directory().resolve("studies/index.html"))
                .content()
                .contains("1 study with 4 trials that ended.", "Which learning rate?")
                .contains("href=\"./small/report.html\"", "href=\"./small/study.yaml\"")
                .contains("etude study run study.yaml --workers 2");
    }

    @Test
    void aDirectoryWithoutStudiesGetsNoIndex() throws Exception {
        CommandResult none = study.etude("study", "list", "studies/small", "--format", "html");
        assertThat(none.exitCode()).isZero();
        assertThat(none.out()).contains("There is no study yet");
        assertThat(study.root().resolve("index.html")).doesNotExist();
        CommandResult file = study.etude("study", "list", "study.yaml", "--format", "html");
        assertThat(file.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(file.err())
                .contains("expected the directory of the studies' directories, found the file");
    }

    @Test
    void theReportsTableHasTheCommandThatTrainsATrialAgain() throws Exception {
        String page =
                Files.readString(study.root().resolve("report.html"))
                        .replace(study.directory() + "/", "");
        String command = "etude train studies/small/trials/00002/config.yaml";
        assertThat(page).contains("href=\"./trials/00002\"", command);
        SmallStudy copy = copy();
        assertThat(copy.etude("train", "studies/small/trials/00002/config.yaml").exitCode())
                .isZero();
        assertThat(copy.directory().resolve("runs/small-00002/steps.bin"))
                .hasSameBinaryContentAs(study.root().resolve("trials/00002/steps.bin"));
    }

    @Test
    void exportHoldsEveryTrialWithItsBestEvaluation() throws Exception {
        String text = study.etude("study", "export", "study.yaml", "--evaluations").out();
        JsonNode trials = Json.parse(text.getBytes(StandardCharsets.UTF_8)).path("trials");
        assertThat(trials).hasSize(TRIALS);
        JsonNode trial = trials.path(1);
        assertThat(trial.path("state").asText()).isEqualTo("completed");
        assertThat(trial.path("settings").path("optimizer.learning_rate").asDouble()).isPositive();
        assertThat(trial.path("run_directory").asText()).isEqualTo("studies/small/trials/00001");
        assertThat(trial.path("evaluations")).hasSize(10);
        assertThat(trial.path("attempts").path(0).path("command").asText())
                .isEqualTo("etude study run study.yaml --workers 2");
        double best = trial.path("best").path("metrics").path("validation/error_rate").asDouble();
        trial.path("evaluations")
                .forEach(
                        e ->
                                assertThat(
                                                e.path("metrics")
                                                        .path("validation/error_rate")
                                                        .asDouble())
                                        .isGreaterThanOrEqualTo(best));
    }

    @Test
    void exportedTablesHaveALineForEachTrialOrEvaluation() throws Exception {
        List<String> trials =
                study.etude("study", "export", "studies/small", "--format", "csv")
                        .out()
                        .lines()
                        .toList();
        assertThat(trials)
                .hasSize(1 + TRIALS)
                .first()
                .asString()
                .startsWith(
                        "trial,arm,point,state,reason,attempts,seed,run_directory,optimizer.learning_rate,model.hidden,best_step,")
                .contains(",validation/error_rate");
        CommandResult all =
                study.etude("study", "export", "study.yaml", "--format", "csv", "--evaluations");
        assertThat(all.out().lines()).hasSize(1 + 10 * TRIALS);
    }

    @Test
    void anEditedStudyIsRefusedWithTheKeysThatDiffer() throws Exception {
        SmallStudy copy = copy();
        Path file = copy.directory().resolve("study.yaml");
        String before = Files.readString(file);
        Files.writeString(
                file, before.replace("max: 1.0", "max: 2.0").replace("seed: 3", "seed: 4"));
        CommandResult edited = copy.run();
        assertThat(edited.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(edited.err())
                .contains("study small has begun with other settings", "search.seed", "max")
                .doesNotContain("goal");
    }

    @Test
    void anEditedBaseConfigIsRefusedToo() throws Exception {
        SmallStudy copy = copy();
        Path file = copy.directory().resolve("base.yaml");
        String before = Files.readString(file);
        Files.writeString(file, before.replace("batch_size: 10", "batch_size: 20"));
        CommandResult edited = copy.run();
        assertThat(edited.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(edited.err()).contains("base config: batch_size");
    }

    @Test
    void anEditedCopyInTheStudysDirectoryIsRefusedToo() throws Exception {
        SmallStudy copy = copy();
        Path file = copy.root().resolve("study.yaml");
        String before = Files.readString(file);
        Files.writeString(file, before.replace("seed: 3", "seed: 4"));
        CommandResult edited = copy.etude("study", "run", "studies/small");
        assertThat(edited.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(edited.err()).contains("search.seed");
    }

    @Test
    void aLostStoreIsNotTakenForAnEmptyOneAndTheReportStays() throws Exception {
        SmallStudy copy = copy();
        Files.delete(copy.root().resolve("study.db"));
        for (String[] words :
                List.of(
                        new String[] {"study", "run", "study.yaml"},
                        new String[] {"study", "run", "studies/small"},
                        new String[] {"study", "status", "study.yaml"},
                        new String[] {"study", "status", "small"},
                        new String[] {"study", "report", "studies/small"},
                        new String[] {"study", "list"})) {
            CommandResult lost = copy.etude(words);
            assertThat(lost.exitCode()).isEqualTo(ExitCode.FAILURE);
            assertThat(lost.err())
                    .contains("study.db does not have the study whose trials are in")
                    .contains("restore it from a copy, or make a store")
                    .contains("etude study import")
                    .hasLineCount(1);
        }
        assertThat(copy.root().resolve("study.db")).doesNotExist();
        Files.createFile(copy.root().resolve("study.db"));
        assertThat(copy.run().exitCode()).isEqualTo(ExitCode.FAILURE);
        assertThat(copy.root().resolve("report.json"))
                .hasSameBinaryContentAs(study.root().resolve("report.json"));
    }

    @Test
    void aLostStoreIsMadeAgainFromTheTrialsOwnFiles() throws Exception {
        SmallStudy copy = copy();
        Files.delete(copy.root().resolve("study.db"));
        CommandResult imported = copy.etude("study", "import", "studies/small");
        assertThat(imported.exitCode()).as(imported.err()).isZero();
        assertThat(imported.out())
                .contains("4 trials from", "study.db now: 4 completed, with 40 evaluations.");
        assertThat(copy.results()).isEqualTo(study.results());
        assertThat(copy.endings(0)).containsExactly("completed");
        CommandResult again = copy.run();
        assertThat(again.exitCode()).isZero();
        assertThat(again.out()).isEqualTo(first.out());
        CommandResult twice = copy.etude("study", "import", "study.yaml");
        assertThat(twice.exitCode()).isEqualTo(ExitCode.FAILURE);
        assertThat(twice.err())
                .contains("study.db has the study small, and nothing is to be imported into it");
    }

    @Test
    void aStudyIsNotRunOnWithAnotherStore() throws Exception {
        SmallStudy copy = copy();
        CommandResult other = copy.run("--store", "other.db");
        assertThat(other.exitCode()).isEqualTo(ExitCode.FAILURE);
        assertThat(other.err())
                .contains("other.db does not have the study whose trials are in")
                .contains("they are stored in", "leave --store and ETUDE_STORE out, or make")
                .contains("etude study import studies/small --store other.db");
        assertThat(copy.directory().resolve("other.db")).doesNotExist();

        assertThat(copy.etude("study", "import", "study.yaml", "--store", "other.db").exitCode())
                .isZero();
        assertThat(copy.run("--store", "other.db").exitCode()).isZero();
        assertThat(copy.run("--store", "other.db").out()).isEqualTo(first.out());

        SmallStudy elsewhere = study.copiedTo(directory.resolve("elsewhere"));
        Files.move(elsewhere.root(), directory.resolve("moved"));
        CommandResult joined =
                elsewhere.run("--store", directory.resolve("moved/study.db").toString());
        assertThat(joined.exitCode()).isEqualTo(ExitCode.FAILURE);
        assertThat(joined.err()).contains("a study small that was begun in another directory");
    }

    @Test
    void whatTheFilesOfATrialLackIsNamed() throws Exception {
        SmallStudy copy = copy();
        Files.delete(copy.root().resolve("study.db"));
        Path metrics = copy.root().resolve("trials/00002/metrics.jsonl");
        List<String> lines = Files.readAllLines(metrics);
        Files.write(metrics, lines.subList(0, lines.size() / 2));
        CommandResult cut = copy.etude("study", "import", "study.yaml");
        assertThat(cut.exitCode()).isEqualTo(ExitCode.FAILURE);
        assertThat(cut.err())
                .contains(
                        "trials/00002/metrics.jsonl: expected the 10 evaluations that the trial ended")
                .contains("rm -r ");
        Path trials = copy.root().resolve("trials");
        Files.move(trials.resolve("00002"), trials.resolve("x"));
        Files.move(trials.resolve("00000"), trials.resolve("00002"));
        CommandResult mixed = copy.etude("study", "import", "small");
        assertThat(mixed.exitCode()).isEqualTo(ExitCode.FAILURE);
        assertThat(mixed.err()).contains("trials/00002: expected trial 2, found trial 0");
        assertThat(copy.root().resolve("study.db")).doesNotExist();
    }

    @Test
    void aDamagedStoreIsNamedInOneSentence() throws Exception {
        SmallStudy copy = copy();
        Path store = copy.root().resolve("study.db");
        Files.write(
                store,
                "nonsense, and nothing but nonsense".repeat(1000).getBytes(StandardCharsets.UTF_8));
        CommandResult run = copy.run();
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILURE);
        assertThat(run.err()).contains("study.db is not a study store").doesNotContain("bug");
        CommandResult list = copy.etude("study", "list");
        assertThat(list.exitCode()).isEqualTo(ExitCode.FAILURE);
        assertThat(list.err()).contains("study.db is not a study store").hasLineCount(1);
        CommandResult index = copy.etude("study", "list", "--format", "html");
        assertThat(index.exitCode()).isEqualTo(ExitCode.FAILURE);
        assertThat(copy.directory().resolve("studies/index.html"))
                .content()
                .contains("Not in the table", "study.db is not a study store");
    }
}
