package etude.tuner.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import etude.trainer.files.AtomicFiles;
import etude.trainer.files.Json;
import etude.trainer.metrics.Measurement;
import etude.tuner.analysis.verdict.VerdictThresholds;
import etude.tuner.record.StudyRecords;
import etude.tuner.record.TrialRecord;
import etude.tuner.space.Objective;
import etude.tuner.store.Ending;
import etude.tuner.store.Infeasible;
import etude.tuner.store.TrialState;
import etude.tuner.study.OpenStudy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report as files: what a program or a person finds in them. */
final class StudyReportTest {
    private static final StudyShape SHAPE = StudyShape.ended(20).unfinished(2);
    private static final List<String> COMMAND = List.of("etude", "study", "report");

    @TempDir private Path directory;

    @Test
    void everyChartHasItsDataBesideThePageAndNothingElseIsLeft() throws IOException {
        try (OpenStudy study = StudyOnDisk.write(directory, SHAPE)) {
            List<String> before = names(study);
            String html = write(study);
            List<String> files = found(html, "href=\"(report-[^\"]+\\.csv)\"");
            assertThat(files)
                    .hasSizeGreaterThan(12)
                    .doesNotHaveDuplicates()
                    .hasSameSizeAs(found(html, "<figure id=\"([^\"]+)\""));
            assertThat(names(study))
                    .containsAll(files)
                    .contains("report.html", "report.json")
                    .hasSize(before.size() + files.size() + 2);
            for (String file : files) {
                List<String> lines = Files.readAllLines(study.directory().root().resolve(file));
                assertThat(lines).as(file).hasSizeGreaterThan(1);
                assertThat(lines.get(0)).matches("(Series|Key),.+");
            }
        }
    }

    @Test
    void aReaderNeverSeesHalfAPage() throws Exception {
        try (OpenStudy study = StudyOnDisk.write(directory, SHAPE)) {
            String html = write(study);
            Path page = study.directory().root().resolve("report.html");
            Thread writer =
                    new Thread(
                            () ->
                                    StudyReport.write(
                                            study,
                                            new PageFolder(study.directory().root()),
                                            VerdictThresholds.defaults(),
                                            COMMAND));
            writer.start();
            int reads = 0;
            while (writer.isAlive() || reads == 0) {
                assertThat(Files.readString(page)).isEqualTo(html);
                reads++;
            }
            writer.join();
        }
    }

    @Test
    void conclusionsForProgramsAgreeWithStoreAndPage() throws IOException {
        try (OpenStudy study = StudyOnDisk.write(directory, SHAPE)) {
            String html = write(study);
            JsonNode json = json(study);
            TrialRecord winner = StudyRecords.ofStore(study).winner().orElseThrow();
            Objective objective = study.study().objective();
            Measurement best = objective.best(winner.evaluations()).orElseThrow();
            assertThat(json.at("/best/value").asDouble()).isEqualTo(objective.value(best));
            assertThat(json.at("/best/trial").asInt()).isEqualTo(winner.number());
            assertThat(json.at("/best/step").asLong()).isEqualTo(best.step());
            assertThat(json.path("trials").asInt()).isEqualTo(40);
            assertThat(json.path("infeasible").asInt())
                    .as("as study list and study status count them")
                    .isEqualTo(count(study, TrialState.INFEASIBLE));
            assertThat(json.at("/best_settings/trial").asInt()).isEqualTo(winner.number());
            assertThat(json.at("/best_settings/command").asText())
                    .isEqualTo(winner.trainingCommand().orElseThrow());
            assertThat(html)
                    .contains(
                            "<dt>Answer</dt><dd>" + escaped(json.path("answer").asText()),
                            json.at("/best_settings/command").asText());
            assertThat(json.at("/do_next/command").asText())
                    .isEqualTo("etude study run " + study.directory().root());
            assertThat(json.path("finished").asInt())
                    .isEqualTo(
                            count(study, TrialState.COMPLETED)
                                    + count(study, TrialState.INFEASIBLE));
            assertThat(json.at("/infeasible_reasons/out_of_memory").asInt()).isEqualTo(1);
            assertThat(json.path("objective"))
                    .isEqualTo(
                            Json.parse(
                                    "{\"metric\":\"validation/error_rate\",\"mode\":\"min\"}"
                                            .getBytes(StandardCharsets.UTF_8)));
            assertThat(json.path("verdicts")).hasSizeGreaterThan(15);
            assertThat(found(inFull(html), "<p class=\"question\">([^<]+)</p>"))
                    .containsExactlyInAnyOrderElementsOf(
                            json.path("verdicts").findValuesAsText("question"));
            assertThat(found(inFull(html), "<p class=\"answer\">([^<]+?)(?:\u00a0<a|</p>)"))
                    .containsExactlyInAnyOrderElementsOf(
                            json.path("verdicts").findValuesAsText("sentence").stream()
                                    .map(StudyReportTest::escaped)
                                    .toList());
            List<String> advice =
                    json.path("verdicts").findValuesAsText("advice").stream()
                            .filter(text -> !text.isEmpty())
                            .map(StudyReportTest::escaped)
                            .distinct()
                            .toList();
            assertThat(found(inFull(html), "<p class=\"detail\">([^<]+)</p>"))
                    .as("each advice once")
                    .containsExactlyInAnyOrderElementsOf(advice);
            for (JsonNode verdict : json.path("verdicts")) {
                assertThat(verdict.path("answer").asText())
                        .isIn("good", "attention", "problem", "not_known");
                assertThat(verdict.path("advice").asText().isEmpty())
                        .as(verdict.toString())
                        .isEqualTo(verdict.path("answer").asText().equals("good"));
            }
        }
    }

    @Test
    void everyLinkWithinThePageLeadsSomewhere() throws IOException {
        try (OpenStudy study = StudyOnDisk.write(directory, SHAPE)) {
            String html = write(study);
            List<String> links = found(html, "href=\"#([^\"]+)\"");
            assertThat(links).hasSizeGreaterThan(10);
            assertThat(found(html, "id=\"([^\"]+)\"")).doesNotHaveDuplicates().containsAll(links);
            List<String> drawn = found(html, "<figure id=\"([^\"]+)\"");
            List<String> promised = json(study).path("verdicts").findValuesAsText("plot");
            assertThat(links)
                    .as("each verdict whose plot is drawn links to it")
                    .containsAll(promised.stream().filter(drawn::contains).toList());
        }
    }

    @Test
    void anEmptyStudyHasAReport() throws IOException {
        try (OpenStudy study = StudyOnDisk.write(directory, SHAPE.unfinished(40))) {
            assertThat(write(study)).contains("0 of 40 trials have ended");
            assertThat(json(study).path("finished").asInt()).isZero();
            assertThat(json(study).has("best")).isFalse();
        }
    }

    @Test
    void aStudyOfOneTrialHasAReport() throws IOException {
        try (OpenStudy study = StudyOnDisk.write(directory, SHAPE.unfinished(40))) {
            StudyOnDisk.end(
                    study,
                    List.of(new Measurement(20, Map.of("validation/error_rate", 0.25))),
                    new Ending.Completed());
            assertThat(write(study))
                    .contains(
                            "1 of 40 trials have ended so far. validation/error_rate of nesterov: 25.00 %; nothing yet of adam.");
            assertThat(json(study).at("/best/value").asDouble()).isEqualTo(0.25);
        }
    }

    @Test
    void aStudyOfFailuresHasAReport() throws IOException {
        try (OpenStudy study = StudyOnDisk.write(directory, SHAPE.unfinished(40))) {
            for (int trial = 0; trial < 6; trial++) {
                StudyOnDisk.end(study, List.of(), new Ending.Rejected(new Infeasible.Diverged(3)));
            }
            assertThat(write(study)).contains("6 of 40 trials have ended, 6 of them infeasible");
            assertThat(json(study).has("best")).isFalse();
        }
    }

    @Test
    void numbersThatAreNoneSpoilNothing() throws IOException {
        try (OpenStudy study = StudyOnDisk.write(directory, SHAPE.unfinished(40))) {
            StudyOnDisk.end(
                    study,
                    List.of(
                            new Measurement(20, Map.of("validation/error_rate", Double.NaN)),
                            new Measurement(40, Map.of("validation/error_rate", 0.5)),
                            new Measurement(
                                    60, Map.of("validation/loss", Double.NEGATIVE_INFINITY)),
                            new Measurement(
                                    80, Map.of("validation/error_rate", Double.POSITIVE_INFINITY))),
                    new Ending.Completed());
            StudyOnDisk.end(
                    study,
                    List.of(new Measurement(20, Map.of("something/else", 1.0))),
                    new Ending.Completed());
            write(study);
            assertThat(json(study).at("/best/value").asDouble()).isEqualTo(0.5);
            assertThat(json(study).at("/best/step").asLong()).isEqualTo(40);
        }
    }

    @Test
    void aReportNeedsNoRunDirectory() throws IOException {
        try (OpenStudy study = StudyOnDisk.write(directory, SHAPE)) {
            write(study);
            JsonNode here = json(study).path("best");
            AtomicFiles.deleteTree(study.directory().root().resolve("trials"));
            write(study);
            assertThat(json(study).path("best")).isEqualTo(here);
        }
    }

    @Test
    void strangeWordsAreOnlyWords() throws IOException {
        String words = "</script><script>alert(1)</script><!--\"'&\u2028 50 %s";
        String name = "<script>alert(1)<img src=x onerror=alert(2)>\"'&";
        try (OpenStudy study = StudyOnDisk.write(directory, SHAPE.saying(name, words, words))) {
            String html = write(study);
            assertThat(html)
                    .contains("<title>&lt;script&gt;alert(1)&lt;img src=x onerror=alert(2)&gt;")
                    .contains("&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;")
                    .doesNotContain("<script>alert", "<img src=x");
            assertThat(json(study).path("study").asText()).isEqualTo(name);
            assertThat(json(study).path("goal").asText()).isEqualTo(words);
            assertThat(names(study))
                    .filteredOn(file -> file.endsWith(".csv"))
                    .isNotEmpty()
                    .allMatch(file -> file.matches("report-[a-z0-9-]+\\.csv"));
        }
    }

    private String write(OpenStudy study) throws IOException {
        return Files.readString(
                StudyReport.write(
                                study,
                                new PageFolder(study.directory().root()),
                                VerdictThresholds.defaults(),
                                COMMAND)
                        .page());
    }

    private static int count(OpenStudy study, TrialState state) {
        return study.store().counts(study.id()).getOrDefault(state, 0);
    }

    private static JsonNode json(OpenStudy study) throws IOException {
        return Json.parse(Files.readAllBytes(study.directory().root().resolve("report.json")));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#x27;");
    }

    /** With the full name of what is shortened. */
    private static String inFull(String html) {
        return html.replaceAll("<abbr title=\"([^\"]+)\">[^<]*</abbr>", "$1");
    }

    private static List<String> found(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }

    private static List<String> names(OpenStudy study) throws IOException {
        try (Stream<Path> files = Files.list(study.directory().root())) {
            return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
        }
    }
}
