package etude.tuner.report;

import etude.trainer.files.AtomicFiles;
import etude.trainer.files.Json;
import etude.trainer.metrics.Measurement;
import etude.trainer.run.RunDirectory;
import etude.tuner.analysis.Analysis;
import etude.tuner.analysis.data.StudyData;
import etude.tuner.analysis.verdict.VerdictThresholds;
import etude.tuner.page.PageFile;
import etude.tuner.page.Section;
import etude.tuner.study.OpenStudy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Writes the report of a study into its directory. */
public final class StudyReport {
    private StudyReport() {}

    /**
     * Analyzes a study as it stands and writes {@code report.html}, {@code report.json} and the
     * data of each chart.
     *
     * @param command that wrote it
     * @return the page
     */
    public static Path write(OpenStudy study, List<String> command) {
        StudyData data = StudyDataReader.read(study);
        Analysis analysis = Analysis.of(data, VerdictThresholds.defaults());
        Map<Integer, List<Measurement>> logged = StudyDataReader.logged(study, analysis.results());
        Path html = study.directory().root().resolve("report.html");
        ReportPage page =
                new ReportPage(
                        data,
                        analysis,
                        ReportCharts.of(data, analysis, logged),
                        examples(study, analysis),
                        trials(study, data, analysis));
        PageFile.write(html, page.page(command));
        AtomicFiles.write(
                html.resolveSibling("report.json"), Json.file(ReportJson.of(data, analysis)));
        return html;
    }

    private static List<Section> examples(OpenStudy study, Analysis analysis) {
        return analysis.results()
                .best()
                .map(
                        best -> {
                            int number = best.trial().number();
                            return ExampleSections.of(
                                    new RunDirectory(directory(study, number)),
                                    best.bestStep(),
                                    "trial " + number);
                        })
                .orElse(List.of());
    }

    private static Path directory(OpenStudy study, int trial) {
        return study.store().trials(study.id()).stream()
                .filter(stored -> stored.number() == trial)
                .map(stored -> study.directory().trial(stored.runDirectory()))
                .findFirst()
                .orElseThrow();
    }

    private static Section trials(OpenStudy study, StudyData data, Analysis analysis) {
        OptionalInt best =
                analysis.results().best().stream().mapToInt(b -> b.trial().number()).findFirst();
        return new TrialsTable(
                        data,
                        analysis.results(),
                        TrialPlace.read(study),
                        StudyCommand.of(study, best))
                .sheet();
    }
}
