package etude.tuner.cli;

import etude.tuner.space.Study;
import etude.tuner.store.AttemptOrigin;
import etude.tuner.store.TrialState;
import etude.tuner.study.OpenStudy;
import etude.tuner.study.Standing;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A study as a row of the tracking table (playbook, "Setting up experiment tracking"). */
final class StudySummary {
    private static final int SHORT_COMMIT = 9;

    private StudySummary() {}

    /** Its cells by the names of the columns, all of them in order. */
    static Map<String, String> of(OpenStudy open) {
        Study study = open.study();
        List<Standing> standings = Standing.of(open);
        Optional<Standing> winner = Standing.winner(standings, study.objective());
        Map<String, String> row = new LinkedHashMap<>();
        row.put("study", study.name());
        row.put("goal", study.goal());
        row.put("config", open.directory().studyFile().toString());
        row.put("notes", study.notes());
        row.put("trials", ended(standings) + " of " + standings.size());
        row.put("infeasible", Long.toString(count(standings, TrialState.INFEASIBLE)));
        row.put(
                "best",
                winner.map(w -> MetricLine.number(w.value(study.objective())))
                        .map(value -> study.objective().metric() + " " + value)
                        .orElse(""));
        row.put("trial", winner.map(w -> Integer.toString(w.trial().number())).orElse(""));
        row.put("command", origin(open, winner, standings).map(StudySummary::words).orElse(""));
        return row;
    }

    private static long ended(List<Standing> standings) {
        return standings.stream().filter(s -> s.trial().state().isTerminal()).count();
    }

    private static long count(List<Standing> standings, TrialState state) {
        return standings.stream().filter(s -> s.trial().state() == state).count();
    }

    /** Where the winner comes from; where there is none, any trial that was begun. */
    private static Optional<AttemptOrigin> origin(
            OpenStudy open, Optional<Standing> winner, List<Standing> standings) {
        return winner.or(() -> standings.stream().filter(s -> s.trial().attempt() > 0).findFirst())
                .map(standing -> open.store().attempts(open.id(), standing.trial().number()))
                .map(attempts -> attempts.get(attempts.size() - 1).origin());
    }

    private static String words(AttemptOrigin origin) {
        if (origin.gitCommit().isEmpty()) {
            return origin.command();
        }
        String commit =
                origin.gitCommit()
                        .substring(0, Math.min(SHORT_COMMIT, origin.gitCommit().length()));
        String changes = origin.gitDiff().isEmpty() ? "" : " with uncommitted changes";
        return "%s (commit %s%s)".formatted(origin.command(), commit, changes);
    }
}
