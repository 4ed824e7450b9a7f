package etude.tuner.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import etude.tuner.chart.Chart;
import etude.tuner.text.ShortNames;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PageFileTest {
    @TempDir private Path directory;

    @Test
    void writesThePageAndTheDataOfEachChart() throws IOException {
        Path html = directory.resolve("probe.html");
        PageFile.write(html, ProbePage.page());
        assertThat(directory)
                .isDirectoryContaining("glob:**/probe.html")
                .isDirectoryContaining("glob:**/probe-throughput.csv")
                .isDirectoryContaining("glob:**/probe-time-per-step.csv");
        assertThat(Files.readString(directory.resolve("probe-throughput.csv")))
                .startsWith("Series,Batch size,Throughput (examples/s),Low,High,Note")
                .contains("Measured (median),64,2471,");
        assertThat(Files.readString(html))
                .startsWith("<!DOCTYPE html>")
                .contains("<a href=\"probe-throughput.csv\">", "href=\"#throughput\"");
    }

    @Test
    void carriesTheChartingLibraryOnceAndNothingFromElsewhere() throws IOException {
        Path html = directory.resolve("probe.html");
        PageFile.write(html, ProbePage.page());
        String library = new String(Assets.read().echarts(), StandardCharsets.UTF_8);
        String[] around = Files.readString(html).split(Pattern.quote(library), -1);
        assertThat(around).hasSize(2);
        assertThat(String.join("", around))
                .doesNotContainPattern("<(script|link|img)[^>]*(src|href)=")
                .doesNotContainPattern("url\\(|@import");
    }

    @Test
    void everyTextIsEscaped() throws IOException {
        Path html = directory.resolve("strange.html");
        PageFile.write(html, StrangePage.named("<script>alert(1)</script>"));
        assertThat(Files.readString(html)).doesNotContain("<script>alert(1)");
    }

    @Test
    void theNameOfAFileLeadsThereButNotWhereItIsPartOfAnother() throws IOException {
        Path html = directory.resolve("names.html");
        PageFile.write(
                html,
                new Page(
                        "Names",
                        "",
                        ShortNames.none(),
                        List.of(
                                new Cell.Link("studies/a", Path.of("../../studies/a/report.html")),
                                new Cell.Link("studies/a-2", Path.of("of another"))),
                        List.of(
                                new Section.Notes(
                                        "Notes",
                                        List.of(
                                                "studies/a: it trains.",
                                                "See studies/a-2, trial studies/a/trials/3, not my/studies/a, studies/a.yaml or studies/a-3."))),
                        new Page.Footer(List.of(), "")));
        assertThat(Files.readString(html))
                .contains(
                        "<p><a href=\"./../../studies/a/report.html\">studies/a</a>: it trains.</p>",
                        "<p>See <a href=\"./of%20another\">studies/a-2</a>, trial <a href=\"./../../studies/a/report.html\">studies/a</a>/trials/3, not my/studies/a, studies/a.yaml or studies/a-3.</p>");
    }

    @Test
    void noTextEndsTheScriptElementItStandsIn() throws IOException {
        String text = "</script><!-- & \u2028\u2029 \" \\";
        String json = ScriptJson.of(JsonNodeFactory.instance.textNode(text));
        assertThat(json).doesNotContain("<", ">", "&", "\u2028", "\u2029");
        assertThat(new JsonMapper().readTree(json).asText()).isEqualTo(text);
    }

    @Test
    void refusesTwoChartsOfOneName() {
        Chart chart = ProbePage.charts().get(0);
        Page page =
                new Page(
                        "T",
                        "L",
                        List.of(new Section.Charts("C", List.of(chart, chart))),
                        new Page.Footer(List.of(), ""));
        assertThatThrownBy(() -> PageFile.write(directory.resolve("a.html"), page))
                .hasMessageContaining("throughput");
    }
}
