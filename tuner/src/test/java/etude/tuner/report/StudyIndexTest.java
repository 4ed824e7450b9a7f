package etude.tuner.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.datasets.EtudeException;
import etude.trainer.config.CheckpointsConfig.Mode;
import etude.tuner.space.Objective;
import etude.tuner.study.StudyDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StudyIndexTest {
    @TempDir private Path root;

    @Test
    void everyStudyHasARowWithItsBestAndTheCommand() throws IOException {
        String html = html(study("one", Optional.of(new StudySummary.Best(3, 0.0312345))));
        assertThat(html)
                .contains("Why one?", "<td class=\"number\" data-value=\"0.0312345\">3.12 %</td>")
                .contains("18 of 20", "validation/error_rate")
                .contains("etude study run one.yaml", "(commit 012345678 with uncommitted changes)")
                .contains("1 study with 18 trials that ended.");
    }

    @Test
    void onlyWhatIsThereIsALink() throws IOException {
        Files.createDirectories(root.resolve("with"));
        Files.createFile(root.resolve("with/report.html"));
        String html = html(study("with", Optional.empty()), study("without", Optional.empty()));
        assertThat(html)
                .contains("<a href=\"./with/report.html\">with</a>")
                .doesNotContain("without/report.html", "study.yaml</a>");
    }

    @Test
    void aStrangeNameIsOnlyAName() throws IOException {
        String name = "<script>alert(1)<!-- javascript:alert(2) 100% & #1? \"'";
        Files.createDirectories(root.resolve(name));
        Files.createFile(root.resolve(name).resolve("report.html"));
        assertThat(html(study(name, Optional.empty())))
                .doesNotContain("<script>alert", "javascript:alert(2) 100% & #1?")
                .contains("&lt;script&gt;alert(1)")
                .contains(
                        "href=\"./%3Cscript%3Ealert(1)%3C!--%20javascript:alert(2)%20100%25%20&amp;%20%231%3F%20%22&#x27;/report.html\"");
    }

    @Test
    void carriesNoChartingLibraryForATable() throws IOException {
        assertThat(html(study("one", Optional.empty())).length()).isLessThan(200_000);
    }

    @Test
    void whatCouldNotBeReadIsSaid() throws IOException {
        Path html =
                new StudyIndex(root, List.of(), List.of("one/study.db is not a study store"))
                        .write(new PageFolder(root), List.of("etude"));
        assertThat(Files.readString(html))
                .contains("Not in the table", "one/study.db is not a study store");
    }

    @Test
    void aDirectoryThatIsNotThereIsNamed() {
        StudyIndex index = new StudyIndex(root.resolve("no"), List.of(), List.of());
        assertThatThrownBy(() -> index.write(new PageFolder(root.resolve("no")), List.of("etude")))
                .isInstanceOf(EtudeException.class)
                .hasMessageContaining("index.html");
    }

    private String html(StudySummary... studies) throws IOException {
        Path html =
                new StudyIndex(root, List.of(studies), List.of())
                        .write(new PageFolder(root), List.of("etude"));
        return Files.readString(html);
    }

    private StudySummary study(String name, Optional<StudySummary.Best> best) {
        return new StudySummary(
                name,
                "Why " + name + "?",
                "",
                new StudyDirectory(root.resolve(name)),
                20,
                18,
                2,
                0,
                0,
                new Objective("validation/error_rate", Mode.MIN),
                best,
                Optional.of(
                        new StudyReproduction(
                                "etude study run " + name + ".yaml", "0123456789abcdef", true)));
    }
}
