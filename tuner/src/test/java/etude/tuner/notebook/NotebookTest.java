package etude.tuner.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import etude.tuner.chart.Chart;
import etude.tuner.chart.Point;
import etude.tuner.chart.Series;
import etude.tuner.page.Section;
import etude.tuner.page.Section.Headline.Line;
import etude.tuner.page.Section.Progress;
import etude.tuner.page.VerdictCard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a notebook says of a project. */
final class NotebookTest {
    @TempDir private Path workspace;

    private ProjectOnDisk project() {
        return ProjectOnDisk.begin(workspace, "Read digits");
    }

    private static <T extends Section> T section(Notebook notebook, Class<T> kind, String heading) {
        return notebook.page().sections().stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .filter(section -> section.heading().equals(heading))
                .findFirst()
                .orElseThrow(() -> new AssertionError(heading));
    }

    private static String line(List<Line> lines, String label) {
        return lines.stream()
                .filter(line -> line.label().equals(label))
                .map(Line::text)
                .findFirst()
                .orElse("none");
    }

    private static String headline(Notebook notebook, String label) {
        return line(section(notebook, Section.Headline.class, "In short").lines(), label);
    }

    @Test
    void aNewProjectSaysWhatComesFirstAndThatNothingWasMeasured() {
        Notebook notebook = project().notebook();
        assertThat(notebook.page().title()).isEqualTo("digits");
        assertThat(notebook.page().lead())
                .isEqualTo(
                        "Read digits. validation/error_rate decides, less is better; no launch and no round so far.");
        assertThat(headline(notebook, "Result"))
                .isEqualTo("Nothing that was launched has been measured yet.");
        assertThat(headline(notebook, "Next"))
                .isEqualTo("The data are sound, and training does not wait for them.");
        assertThat(headline(notebook, "Why")).contains("No run on these data has ended yet.");
        assertThat(section(notebook, Section.Notes.class, "Launches").paragraphs())
                .singleElement()
                .asString()
                .contains("the config that the project began from");
        assertThat(notebook.page().sections()).noneMatch(Section.Charts.class::isInstance);
    }

    @Test
    void launchesAreDrawnWithTheirNoiseAndTheLastOneIsTheResult() {
        Notebook notebook =
                project()
                        .launch(1, "batch_size=64")
                        .launch(
                                2,
                                "optimizer.learning_rate=0.1",
                                "studies/digits-baseline",
                                0.09,
                                0)
                        .launch(3, "schedule.decay=cosine", "studies/digits-decay", 0.06, 5)
                        .notebook();
        assertThat(headline(notebook, "Result"))
                .isEqualTo(
                        "validation/error_rate 6.00 % +-0.40 points at launch 3 (mean and standard deviation of 5 reruns of trial 4 of studies/digits-decay), after 9.00 % at launch 2.");
        Section.Charts charts =
                section(notebook, Section.Charts.class, "The incumbent over its launches");
        Series.OfPoints line = (Series.OfPoints) ((Chart) charts.charts().get(0)).series().get(0);
        assertThat(line.points()).extracting(Point::x).containsExactly(2.0, 3.0);
        assertThat(line.points().get(0).interval()).isEmpty();
        assertThat(line.points().get(1).interval())
                .contains(new Point.Interval(0.06 - 0.004, 0.06 + 0.004));
        assertThat(line.points().get(1).note()).isEqualTo("schedule.decay=cosine");
        assertThat(section(notebook, Section.Table.class, "Launches").rows())
                .containsExactly(
                        List.of(
                                "1",
                                "batch_size=64",
                                "not measured",
                                "run_budget of project.yaml",
                                "60 s",
                                "01234567"),
                        List.of(
                                "2",
                                "optimizer.learning_rate=0.1",
                                "9.00 %, one training",
                                "studies/digits-baseline",
                                "60 s",
                                "01234567"),
                        List.of(
                                "3",
                                "schedule.decay=cosine",
                                "6.00 % +-0.40 points, 5 reruns",
                                "studies/digits-decay",
                                "60 s",
                                "01234567"));
    }

    @Test
    void aLaunchThatWasNotMeasuredIsNotTakenForTheResult() {
        Notebook notebook =
                project()
                        .launch(
                                1,
                                "optimizer.learning_rate=0.1",
                                "studies/digits-baseline",
                                0.09,
                                0)
                        .launch(2, "batch_size=64")
                        .notebook();
        assertThat(headline(notebook, "Result"))
                .isEqualTo(
                        "validation/error_rate 9.00 % at launch 1 (one training, trial 4 of studies/digits-baseline, so its noise is not known). What was launched after it has not been measured yet.");
    }

    @Test
    void theModelsOwnLaunchSaysWhatTheTestSplitSaid() {
        Notebook notebook =
                project()
                        .launch(
                                1,
                                "optimizer.learning_rate=0.1",
                                "studies/digits-baseline",
                                0.09,
                                0)
                        .tested(2, "procedures/digits-final: 9.50 % on the test split.")
                        .notebook();
        assertThat(headline(notebook, "Launched"))
                .isEqualTo("procedures/digits-final: 9.50 % on the test split.");
        assertThat(section(notebook, Section.Table.class, "Launches").rows().get(1))
                .startsWith("2", "nothing: the model was launched", "not measured");
    }

    @Test
    void roundsSayGoalLessonDecisionAndCost() {
        Notebook notebook =
                project()
                        .round("01-weight-decay", "Does weight decay help?")
                        .lesson("01-weight-decay", "ADOPTED", true, 0.006)
                        .round("02-dropout", "Does dropout help?")
                        .lesson("02-dropout", "UNDECIDED", false, -0.001)
                        .round("03-decay", "")
                        .notebook();
        List<Section.Card> cards = section(notebook, Section.Cards.class, "Rounds").cards();
        assertThat(cards)
                .extracting(Section.Card::title)
                .containsExactly(
                        "01-weight-decay: Does weight decay help?",
                        "02-dropout: Does dropout help?",
                        "03-decay");
        List<Line> adopted = cards.get(0).lines();
        assertThat(line(adopted, "Lesson")).isEqualTo("5.20 % is reached. It overfits.");
        assertThat(line(adopted, "Adopted")).isEqualTo("studies/digits-weight-decay says so.");
        assertThat(line(adopted, "Cost"))
                .isEqualTo(
                        "10 trials and 5 reruns, 30,000 steps: 60 s of the budget, 90 s by the clock.");
        assertThat(line(adopted, "Study"))
                .isEqualTo("studies/digits-weight-decay, drafted in rounds/01-weight-decay");
        List<Line> undecided = cards.get(1).lines();
        assertThat(line(undecided, "Lesson")).endsWith("It taught nothing beyond noise.");
        assertThat(line(undecided, "Undecided")).isEqualTo("studies/digits-dropout says so.");
        assertThat(line(cards.get(2).lines(), "Lesson"))
                .isEqualTo("None yet: the study is drafted and has not begun.");
    }

    @Test
    void thePlaybooksStepsAreTickedInItsOrder() {
        Notebook notebook =
                project().skipped("data", "They are <generated>").launch(1, "x=1").notebook();
        List<Section.Step> steps =
                section(notebook, Section.Steps.class, "The playbook, step by step").steps();
        assertThat(steps.get(0).progress()).isEqualTo(Progress.SKIPPED);
        assertThat(steps.get(0).text()).isEqualTo("by ada: They are <generated>");
        assertThat(steps.get(1).title()).isEqualTo("2. The simplest configuration comes first");
        assertThat(steps.get(1).progress()).isEqualTo(Progress.DONE);
        assertThat(steps).filteredOn(step -> step.progress() == Progress.NEXT).hasSize(1);
        assertThat(steps.get(2).progress()).isEqualTo(Progress.NEXT);
        assertThat(steps.get(2).detail()).isEqualTo("Choosing the batch size");
        assertThat(steps.get(3).progress()).isEqualTo(Progress.NOT_APPLICABLE);
        assertThat(steps.get(5).progress()).isEqualTo(Progress.DUE);
    }

    private static StudyEvidence study(String name, String answer, String varied) {
        return new StudyEvidence(
                "studies/" + name,
                Optional.empty(),
                List.of(varied),
                List.of(
                        new StudyEvidence.Finding(
                                "space", "Is the space large enough?", answer, "It is.", "Look."),
                        new StudyEvidence.Finding(
                                "chance", "Better than chance?", "good", "It is.", "")),
                List.of("All of it holds for the rest."));
    }

    @Test
    void theNewestAnswerToAQuestionIsADoubtWhereItIsNotGood() {
        ProjectOnDisk project =
                project().round("01-baseline", "Which?").round("02-decay", "Does it?");
        Notebook doubtful =
                project.notebook(
                        Map.of(
                                "digits-baseline",
                                study("digits-baseline", "good", "optimizer.learning_rate"),
                                "digits-decay",
                                study("digits-decay", "problem", "schedule.decay")));
        assertThat(section(doubtful, Section.Verdicts.class, "Open doubts").verdicts())
                .containsExactly(
                        new VerdictCard(
                                VerdictCard.Standing.PROBLEM,
                                "Is the space large enough?",
                                "It is. (studies/digits-decay)",
                                Optional.empty(),
                                "Look."));
        List<String> notes =
                section(doubtful, Section.Notes.class, "What it rests on").paragraphs();
        assertThat(notes).contains("studies/digits-decay: All of it holds for the rest.");
        assertThat(notes)
                .last()
                .asString()
                .startsWith("No round has varied ")
                .contains("optimizer.momentum=0.9", "model.hidden=[8]", "dropout=0.0")
                .doesNotContain(
                        "learning_rate", "schedule.decay=", "dataset", "batch_size", "null");
        Notebook settled =
                project.notebook(
                        Map.of(
                                "digits-baseline",
                                study("digits-baseline", "problem", "optimizer.learning_rate"),
                                "digits-decay",
                                study("digits-decay", "good", "schedule.decay")));
        assertThat(section(settled, Section.Notes.class, "Open doubts").paragraphs())
                .contains("The newest answer to each of the playbook's questions is good.");
    }

    @Test
    void theBudgetIsToldByPurpose() {
        Notebook notebook =
                project()
                        .ran("baseline", 30, 45)
                        .ran("batch_size", 60, 50)
                        .ran("baseline", 90, 100)
                        .notebook();
        assertThat(section(notebook, Section.Table.class, "Budget by purpose").rows())
                .containsExactly(
                        List.of("The batch size suits this machine", "60 s", "50 s", "10 %"),
                        List.of(
                                "The baseline is much better than chance, its learning rate inside the sweep",
                                "2 min",
                                "2.4 min",
                                "20 %"),
                        List.of("All together", "3 min", "3.3 min", "30 %"),
                        List.of("Left of total_budget 10m", "7 min", "", "70 %"));
        assertThat(headline(notebook, "Budget"))
                .isEqualTo("3 min of 10m are charged, as predicted; by the clock it took 3.3 min.");
    }

    @Test
    void everyNameLeadsToItsReportAndNoTextIsHtml() throws IOException {
        ProjectOnDisk project =
                ProjectOnDisk.begin(workspace, "<script>alert(1)</script> & \"more\"");
        Path study = workspace.resolve("studies/a study");
        ProjectOnDisk.writeText(study.resolve("report.html"), "<p>It.</p>");
        project.launch(1, "dropout=0.1", study.toString(), 0.05, 5)
                .launch(2, "dropout=0.2", study.toString(), 0.04, 5)
                .notebook()
                .write(project.root());
        String html = Files.readString(project.root().resolve(Notebook.FILE));
        assertThat(html)
                .contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; ")
                .contains("<a href=\"./../../studies/a%20study/report.html\">" + study + "</a>")
                .contains("<a href=\"./incumbent.yaml\">incumbent.yaml</a>")
                .doesNotContain("<script>alert(1)");
        assertThat(project.root().resolve("report-launches.csv")).exists();
    }
}
