package etude.tuner.report;

import etude.trainer.files.AtomicFiles;
import etude.trainer.files.Json;
import etude.trainer.run.KeptData;
import etude.trainer.run.RunDirectory;
import etude.trainer.run.RunFacts;
import etude.trainer.run.RunRecord;
import etude.trainer.run.RunStatus;
import etude.tuner.analysis.Analysis;
import etude.tuner.analysis.verdict.VerdictThresholds;
import etude.tuner.page.PageFile;
import etude.tuner.page.Section;
import etude.tuner.record.TrialRecord;
import etude.tuner.space.Objective;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes the report of a single run, usually into its directory. */
public final class RunReport {
    private RunReport() {}

    /**
     * Analyzes a run as it stands and writes {@code report.html}, {@code report.json} and the data
     * of each chart. Files of the run that are missing or damaged are left out, and the page says
     * so.
     *
     * @param data that may be open still
     * @param command that wrote it
     * @return the page
     * @throws etude.datasets.EtudeException when the folder cannot be written to
     */
    public static Path write(
            RunDirectory directory, PageFolder folder, KeptData data, List<String> command) {
        RunRecord run = RunRecord.read(directory);
        Analysis analysis =
                Analysis.ofRun(
                        TrialRecord.of(run),
                        Objective.of(run.ranking()),
                        run.facts().map(RunFacts::data).orElse(RunFacts.Data.unknown()),
                        VerdictThresholds.defaults());
        List<Section> examples =
                run.best()
                        .map(
                                best ->
                                        ExampleSections.of(
                                                directory,
                                                data,
                                                best.step(),
                                                "the best checkpoint"))
                        .orElse(List.of());
        Path html = folder.path().resolve(directory.report().getFileName());
        PageFile.write(html, new RunPage(run, analysis, examples).page(command));
        AtomicFiles.write(html.resolveSibling("report.json"), Json.file(json(run, analysis)));
        return html;
    }

    private static Map<String, Object> json(RunRecord run, Analysis analysis) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("run", run.name());
        json.put("status", run.status().map(RunStatus::id).orElse(""));
        json.put("objective", Objective.of(run.ranking()).json());
        json.putAll(analysis.headline().json());
        run.best()
                .ifPresent(
                        best -> {
                            Map<String, Object> winner = new LinkedHashMap<>();
                            winner.put("step", best.step());
                            winner.put("metrics", best.metrics());
                            json.put("best", winner);
                        });
        json.put("verdicts", analysis.verdicts().stream().map(ReportJson::of).toList());
        json.put("left_out", run.problems());
        return json;
    }
}
