package etude.tuner.report;

import etude.trainer.files.AtomicFiles;
import etude.trainer.files.Json;
import etude.trainer.metrics.Measurement;
import etude.trainer.run.KeptData;
import etude.tuner.analysis.Analysis;
import etude.tuner.analysis.headline.Headline;
import etude.tuner.analysis.result.FeasibleTrial;
import etude.tuner.analysis.verdict.VerdictThresholds;
import etude.tuner.page.PageFile;
import etude.tuner.page.Section;
import etude.tuner.record.StudyRecord;
import etude.tuner.record.StudyRecords;
import etude.tuner.study.OpenStudy;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The report of a study, usually in its directory.
 *
 * @param page that was written
 * @param headline what it says in three lines
 */
public record StudyReport(Path page, Headline headline) {

    /**
     * Analyzes a study as it stands and writes {@code report.html}, {@code report.json} and the
     * data of each chart.
     *
     * @param command that wrote it
     * @throws etude.datasets.EtudeException when the folder cannot be written to
     */
    public static StudyReport write(
            OpenStudy study,
            PageFolder folder,
            VerdictThresholds thresholds,
            List<String> command) {
        StudyRecord record = StudyRecords.read(study);
        Analysis analysis = Analysis.of(record, thresholds);
        Path html = folder.path().resolve("report.html");
        ReportPage page =
                new ReportPage(
                        record,
                        analysis,
                        ReportCharts.of(record, analysis, logged(study, analysis)),
                        BeliefSections.of(study, record),
                        examples(study, analysis),
                        new TrialsTable(
                                        record,
                                        analysis.results(),
                                        StudyReproduction.of(study, record),
                                        folder.wayTo(study.directory().root()))
                                .sheet(),
                        study.difference());
        PageFile.write(html, page.page(command));
        AtomicFiles.write(
                html.resolveSibling("report.json"),
                Json.file(ReportJson.of(record, analysis, Caveats.of(record, study.difference()))));
        return new StudyReport(html, analysis.headline());
    }

    /** What the best trials logged while they trained, by their number, best first. */
    private static Map<Integer, List<Measurement>> logged(OpenStudy study, Analysis analysis) {
        Map<Integer, List<Measurement>> logged = new LinkedHashMap<>();
        for (FeasibleTrial best : analysis.results().best(analysis.thresholds().bestTrials())) {
            logged.put(best.trial().number(), StudyRecords.logged(study, best.trial()));
        }
        return logged;
    }

    private static List<Section> examples(OpenStudy study, Analysis analysis) {
        return analysis.results()
                .best()
                .map(
                        best ->
                                ExampleSections.of(
                                        StudyRecords.directory(study, best.trial().status()),
                                        new KeptData(),
                                        best.bestStep(),
                                        "trial " + best.trial().number()))
                .orElse(List.of());
    }
}
