package etude.tuner.report;

import etude.tuner.page.Cell;
import etude.tuner.record.StudyRecord;
import etude.tuner.store.AttemptOrigin;
import etude.tuner.store.TrialAttempt;
import etude.tuner.study.OpenStudy;
import java.util.List;
import java.util.Optional;

/**
 * What to type to get a study again.
 *
 * @param commit of the code that ran it; empty outside of a repository
 * @param uncommittedChanges whether there were some
 */
public record StudyReproduction(String command, String commit, boolean uncommittedChanges) {
    private static final int SHORT_COMMIT = 9;

    /** As the best trial recorded it; where there is none, any trial that was begun. */
    static Optional<StudyReproduction> of(OpenStudy study, StudyRecord record) {
        return record.winner()
                .or(
                        () ->
                                record.trials().stream()
                                        .filter(t -> t.status().attempt() > 0)
                                        .findFirst())
                .map(trial -> study.store().attempts(study.id(), trial.number()))
                .map(StudyReproduction::latest);
    }

    private static StudyReproduction latest(List<TrialAttempt> attempts) {
        AttemptOrigin origin = attempts.get(attempts.size() - 1).origin();
        return new StudyReproduction(
                origin.command(), origin.gitCommit(), !origin.gitDiff().isEmpty());
    }

    /** What else it takes, in brackets; empty where nothing is known. */
    public String note() {
        if (commit.isEmpty()) {
            return "";
        }
        return "(commit %s%s)"
                .formatted(
                        commit.substring(0, Math.min(SHORT_COMMIT, commit.length())),
                        uncommittedChanges ? " with uncommitted changes" : "");
    }

    Cell.Command cell() {
        return new Cell.Command(command, note());
    }
}
