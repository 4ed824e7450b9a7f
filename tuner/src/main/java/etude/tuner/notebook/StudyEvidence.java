package etude.tuner.notebook;

import com.fasterxml.jackson.databind.JsonNode;
import etude.datasets.EtudeException;
import etude.trainer.files.Json;
import etude.tuner.analysis.result.StudyResults;
import etude.tuner.analysis.verdict.VerdictThresholds;
import etude.tuner.chart.Chart;
import etude.tuner.record.StudyRecords;
import etude.tuner.report.DecidingPlot;
import etude.tuner.space.Hyperparameter;
import etude.tuner.store.Access;
import etude.tuner.study.OpenStudy;
import etude.tuner.study.StudyDirectory;
import etude.tuner.study.StudyOpening;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the study of a round says in a notebook.
 *
 * @param directory of the study, as sentences name it
 * @param plot that shows what decided; none before a trial has ended
 * @param varied the paths of its hyperparameters
 * @param verdicts as its report has them
 * @param caveats likewise
 */
record StudyEvidence(
        String directory,
        Optional<Chart> plot,
        List<String> varied,
        List<Finding> verdicts,
        List<String> caveats) {
    /**
     * A question of the playbook and its answer.
     *
     * @param answer in a word, as reports have it for programs
     */
    record Finding(String topic, String question, String answer, String sentence, String advice) {}

    StudyEvidence {
        varied = List.copyOf(varied);
        verdicts = List.copyOf(verdicts);
        caveats = List.copyOf(caveats);
    }

    /**
     * Reads it; empty where no study has begun there, or where it cannot be read.
     *
     * @param id of the plot
     */
    static Optional<StudyEvidence> read(Path root, String id) {
        StudyDirectory directory = new StudyDirectory(root);
        if (!directory.isBegun()) {
            return Optional.empty();
        }
        try (OpenStudy study = StudyOpening.open(directory, Optional.empty(), Access.READING)) {
            StudyResults results =
                    StudyResults.of(
                            StudyRecords.read(study), VerdictThresholds.defaults().farWorse());
            JsonNode report = report(root);
            return Optional.of(
                    new StudyEvidence(
                            root.toString(),
                            DecidingPlot.of(results, id),
                            study.study().outline().hyperparameters().stream()
                                    .map(Hyperparameter::path)
                                    .toList(),
                            verdicts(report),
                            texts(report.path("caveats"))));
        } catch (EtudeException e) {
            return Optional.empty();
        }
    }

    private static JsonNode report(Path root) {
        return Json.read(root.resolve("report.json"), "a report", object -> object.json())
                .orElseGet(() -> Json.tree(List.of()));
    }

    private static List<Finding> verdicts(JsonNode report) {
        List<Finding> verdicts = new ArrayList<>();
        for (JsonNode verdict : report.path("verdicts")) {
            verdicts.add(
                    new Finding(
                            verdict.path("topic").asText(),
                            verdict.path("question").asText(),
                            verdict.path("answer").asText(),
                            verdict.path("sentence").asText(),
                            verdict.path("advice").asText()));
        }
        return verdicts;
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
