package etude.tuner.tracking;

import etude.tuner.report.StudyReproduction;
import etude.tuner.report.StudySummary;
import etude.tuner.text.MetricLine;
import java.util.LinkedHashMap;
import java.util.Map;

/** A row of the tracking table as texts. */
final class TrackingRow {
    private TrackingRow() {}

    /** Its cells by the names of the columns, all of them in order. */
    static Map<String, String> of(StudySummary study) {
        Map<String, String> row = new LinkedHashMap<>();
        row.put("study", study.name());
        row.put("goal", study.goal());
        row.put("config", study.directory().studyFile().toString());
        row.put("notes", study.notes());
        row.put("trials", study.ended() + " of " + study.trials());
        row.put("infeasible", Integer.toString(study.infeasible()));
        row.put(
                "best",
                study.best()
                        .map(best -> MetricLine.number(best.value()))
                        .map(value -> study.objective().metric() + " " + value)
                        .orElse(""));
        row.put("trial", study.best().map(best -> Integer.toString(best.trial())).orElse(""));
        row.put("command", study.command().map(TrackingRow::words).orElse(""));
        return row;
    }

    private static String words(StudyReproduction command) {
        return (command.command() + " " + command.note()).strip();
    }
}
