package etude.tuner.report;

import static org.assertj.core.api.Assertions.assertThat;

import etude.tuner.analysis.Run;
import etude.tuner.analysis.SyntheticStudy;
import etude.tuner.page.Cell;
import etude.tuner.page.Section;
import etude.tuner.page.SheetColumn;
import etude.tuner.page.SheetRow;
import etude.tuner.space.Role;
import etude.tuner.space.Scale;
import etude.tuner.store.Infeasible;
import etude.tuner.store.TrialState;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TrialsTableTest {
    @Test
    void aTrialHasItsBestItsSettingsItsPlaceAndItsCommand() {
        Section.Sheet sheet = sheet(twoOptimizers());
        assertThat(sheet.columns().stream().map(column -> column.head().name()))
                .containsExactly(
                        "Trial",
                        "Arm",
                        "Best validation/error_rate",
                        "Best step",
                        "State",
                        "optimizer.name",
                        "optimizer.learning_rate",
                        "Throughput",
                        "Seed",
                        "Run directory",
                        "Command");
        SheetRow first = sheet.rows().get(0);
        assertThat(first.key()).as("as in the plots").isEqualTo("0");
        assertThat(first.cells())
                .containsExactly(
                        new Cell.Quantity(0, "0"),
                        new Cell.Text("optimizer.name=adam"),
                        new Cell.Quantity(0.0312345678, "3.12 %"),
                        new Cell.Quantity(200, "200"),
                        new Cell.Text("completed"),
                        new Cell.Text("adam"),
                        new Cell.Quantity(0.0123456789, "0.01235"),
                        new Cell.Quantity(5123.4, "5123"),
                        new Cell.Quantity(7, "7"),
                        new Cell.Link("trials/0", Path.of("trials/0")),
                        new Cell.Command("etude train 'my studies/s/trials/0/config.yaml'", ""));
    }

    @Test
    void anInfeasibleTrialKeepsItsValueAndTheStateSaysWhy() {
        Section.Sheet sheet = sheet(twoOptimizers());
        assertThat(texts(sheet, 1))
                .containsExactly(
                        "1",
                        "optimizer.name=sgd",
                        "90.00 %",
                        "100",
                        "infeasible: diverged after step 14",
                        "sgd",
                        "1",
                        "",
                        "7",
                        "",
                        "");
        assertThat(texts(sheet, 2)).startsWith("2", "optimizer.name=adam", "", "", "pending");
    }

    @Test
    void theBestTrialIsFirstAndThoseWithoutAResultLast() {
        SyntheticStudy study =
                SyntheticStudy.study()
                        .trial(Run.trial(0).state(TrialState.PENDING))
                        .trial(Run.trial(1).errors(0.02).infeasible(new Infeasible.Diverged(14)))
                        .trial(Run.trial(2).errors(0.2))
                        .trial(Run.trial(3).errors(0.5, 0.3).state(TrialState.RUNNING))
                        .trial(Run.trial(4).errors(0.1))
                        .trial(Run.trial(5).state(TrialState.FAILED));
        assertThat(sheet(study).rows().stream().map(SheetRow::key))
                .containsExactly("4", "2", "3", "1", "0", "5");
        assertThat(texts(sheet(study), 2))
                .startsWith("3", "all trials", "30.00 %", "200", "running: step 200 of 200");
    }

    @Test
    void anInfeasibleTrialThatOnlyTheAnalysisTellsHasAReasonToo() {
        SyntheticStudy study = SyntheticStudy.study().learningRate().trial(Run.rated(0, 0.5));
        assertThat(texts(sheet(study), 0)).contains("completed: diverged");
    }

    @Test
    void seedsAndCommandsAreForReadersWhoAsk() {
        assertThat(shown(sheet(twoOptimizers())))
                .containsExactly(
                        "Trial",
                        "Best validation/error_rate",
                        "Best step",
                        "State",
                        "optimizer.name",
                        "optimizer.learning_rate",
                        "Throughput",
                        "Run directory");
    }

    @Test
    void ofManyHyperparametersTheScientificOnesAreShownAndAsManyAsFit() {
        SyntheticStudy study = SyntheticStudy.study();
        for (int i = 0; i < 12; i++) {
            study.range("nuisance_" + i, Role.NUISANCE, Scale.LINEAR, 0, 1);
        }
        study.choices("science", Role.SCIENTIFIC, "a", "b");
        assertThat(shown(sheet(study)))
                .hasSize(10)
                .contains("science", "nuisance_0", "nuisance_3")
                .doesNotContain("nuisance_4", "Arm", "Throughput");
    }

    @Test
    void theExampleOfAFilterIsOneThatTheStudyCanHave() {
        assertThat(sheet(twoOptimizers()).example()).isEqualTo("Words, or learning_rate < 0.03");
        assertThat(sheet(SyntheticStudy.study()).example())
                .isEqualTo("Words, or state: infeasible");
    }

    private static SyntheticStudy twoOptimizers() {
        return SyntheticStudy.study()
                .arms("optimizer.name=adam", "optimizer.name=sgd")
                .choices("optimizer.name", Role.SCIENTIFIC, "adam", "sgd")
                .learningRate()
                .trial(
                        Run.trial(0)
                                .with("optimizer.name", "adam")
                                .learningRate(0.0123456789)
                                .examplesPerSecond(5123.4)
                                .config(Path.of("my studies/s/trials/0/config.yaml"))
                                .errors(0.1, 0.0312345678, 0.05))
                .trial(
                        Run.trial(1)
                                .arm(1)
                                .with("optimizer.name", "sgd")
                                .learningRate(1)
                                .errors(0.9)
                                .infeasible(new Infeasible.Diverged(14)))
                .trial(Run.trial(2).state(TrialState.PENDING));
    }

    private static Section.Sheet sheet(SyntheticStudy study) {
        return new TrialsTable(
                        study.data(), study.results(), Optional.empty(), Optional.of(Path.of("")))
                .sheet();
    }

    private static List<String> texts(Section.Sheet sheet, int row) {
        return sheet.rows().get(row).cells().stream().map(Cell::text).toList();
    }

    private static List<String> shown(Section.Sheet sheet) {
        return sheet.columns().stream()
                .filter(SheetColumn::shown)
                .map(column -> column.head().name())
                .toList();
    }
}
