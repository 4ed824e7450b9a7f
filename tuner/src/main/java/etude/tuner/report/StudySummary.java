package etude.tuner.report;

import etude.tuner.space.Objective;
import etude.tuner.space.Study;
import etude.tuner.store.TrialState;
import etude.tuner.study.OpenStudy;
import etude.tuner.study.Standing;
import etude.tuner.study.StudyDirectory;
import java.util.List;
import java.util.Optional;

/**
 * A study as a row of the tracking table (playbook, "Setting up experiment tracking").
 *
 * @param trials how many there are
 * @param ended how many of them have ended
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
        Objective objective,
        Optional<Best> best,
        Optional<StudyCommand> command) {
    /** The best trial and what it reached. */
    public record Best(int trial, double value) {}

    /** As the study stands now. */
    public static StudySummary of(OpenStudy open) {
        Study study = open.study();
        List<Standing> standings = Standing.of(open);
        Optional<Best> best =
                Standing.winner(standings, study.objective())
                        .map(w -> new Best(w.trial().number(), w.value(study.objective())));
        return new StudySummary(
                study.name(),
                study.goal(),
                study.notes(),
                open.directory(),
                standings.size(),
                (int) standings.stream().filter(s -> s.trial().state().isTerminal()).count(),
                (int) standings.stream().filter(StudySummary::isInfeasible).count(),
                study.objective(),
                best,
                StudyCommand.of(open, best.stream().mapToInt(Best::trial).findFirst()));
    }

    private static boolean isInfeasible(Standing standing) {
        return standing.trial().state() == TrialState.INFEASIBLE;
    }
}
