package etude.tuner.project;

import etude.trainer.run.Summary;
import etude.tuner.record.StudyRecord;
import etude.tuner.record.StudyRecords;
import etude.tuner.record.TrialRecord;
import etude.tuner.workspace.Workspace;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a procedure trained, counted in steps: it may have ended with fewer studies than it could
 * have needed, which is all that could be predicted.
 */
public record ProcedureCost(Workspace workspace, TrainingTime time, int workers) {
    /**
     * Seconds of all trainings of its studies, whose names begin with its own.
     *
     * @return empty where it has none, or one of them cannot be read
     */
    public OptionalDouble of(String procedure) {
        List<Path> studies =
                ProjectFolder.list(workspace.studies()).stream()
                        .filter(root -> name(root).startsWith(procedure + "-"))
                        .toList();
        double seconds = 0;
        for (Path root : studies) {
            Optional<StudyRecord> study = StudyFindings.read(root, StudyRecords::read);
            if (study.isEmpty()) {
                return OptionalDouble.empty();
            }
            seconds += seconds(study.get().trials()) + seconds(study.get().reruns());
        }
        return studies.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(seconds);
    }

    private double seconds(List<TrialRecord> trainings) {
        List<Summary> ended = trainings.stream().flatMap(one -> one.summary().stream()).toList();
        int atOnce = Math.max(1, Math.min(workers, ended.size()));
        return ended.stream().mapToDouble(one -> time.seconds(one.steps())).sum() / atOnce;
    }

    private static String name(Path root) {
        return String.valueOf(root.getFileName());
    }
}
