package etude.tuner.report;

import etude.tuner.record.StudyRecord;
import etude.tuner.record.StudyRecords;
import etude.tuner.space.Objective;
import etude.tuner.store.TrialState;
import etude.tuner.study.OpenStudy;
import etude.tuner.study.StudyDirectory;
import java.util.Optional;

/**
 * A study as a row of the tracking table (playbook, "Setting up experiment tracking").
 *
 * @param trials how many there are
 * @param ended how many of them have ended
 * @param reruns of trials with other seeds
 * @param testEvaluations how often its runs were evaluated on the test split
 * @param command that ran the best trial, or another where none is best
 */
public record StudySummary(
        String name,
        String goal,
        String notes,
        StudyDirectory directory,
        int trials,
        int ended,
        int infeasible,
        int reruns,
        int testEvaluations,
        Objective objective,
        Optional<Best> best,
        Optional<StudyReproduction> command) {
    /** The best trial and what it reached. */
    public record Best(int trial, double value) {}

    /** As the study stands now. */
    public static StudySummary of(OpenStudy open) {
        StudyRecord record = StudyRecords.ofStore(open);
        Objective objective = record.outline().objective();
        return new StudySummary(
                record.outline().name(),
                record.outline().goal(),
                open.study().notes(),
                open.directory(),
                record.trials().size(),
                (int) record.ended(),
                (int) record.count(TrialState.INFEASIBLE),
                record.reruns().size(),
                record.testEvaluations(),
                objective,
                record.winner()
                        .map(
                                winner ->
                                        new Best(
                                                winner.number(),
                                                objective.value(
                                                        objective
                                                                .best(winner.evaluations())
                                                                .orElseThrow()))),
                StudyReproduction.of(open, record));
    }
}
