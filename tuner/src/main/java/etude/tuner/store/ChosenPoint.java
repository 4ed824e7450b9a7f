package etude.tuner.store;

import etude.tuner.space.Trial;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The point of a trial that waited for one, chosen from the states of other trials. It is written
 * only where these are the states still, and no trial of its arm has the same point.
 *
 * @param trial with its point
 * @param basis for each trial of the arm that had a point, by number, whether and how it had ended;
 *     empty where the point follows from no results
 */
public record ChosenPoint(Trial trial, Optional<Map<Integer, String>> basis) {
    /** Trials of an arm with what a choice depends on, for the basis of a choice. */
    public static Map<Integer, String> basis(List<TrialStatus> trials, int arm) {
        Map<Integer, String> basis = new TreeMap<>();
        for (TrialStatus trial : trials) {
            if (trial.trial().arm() == arm && !trial.trial().awaitsPoint()) {
                basis.put(trial.number(), state(trial.state()));
            }
        }
        return basis;
    }

    /** To run or to wait again is the same for a choice. */
    private static String state(TrialState state) {
        return state.isTerminal() ? state.word() : TrialState.PENDING.word();
    }

    /**
     * Writes the point, unless something has changed. Choices for a study wait for one another.
     *
     * @return whether it was written; the trial is the next one to be claimed then
     */
    boolean write(Session session, long studyId, Duration lease) throws SQLException {
        session.first(row -> true, "select 1 from studies where id = ? ${lock row}", studyId);
        boolean other =
                session.first(
                                row -> true,
                                "select 1 from trials where study_id = ? and "
                                        + Claiming.CLAIMABLE
                                        + " limit 1",
                                studyId,
                                Columns.AWAITED,
                                lease.toMillis())
                        .isPresent();
        if (other || !isBasis(session, studyId) || isTaken(session, studyId)) {
            return false;
        }
        return session.update(
                        """
                        update trials set chosen = ?, settings = ?, origin = ?
                        where study_id = ? and number = ? and origin = ? and state = 'pending'""",
                        Columns.json(trial.values()),
                        Columns.json(trial.settings()),
                        Columns.text(trial.origin()),
                        studyId,
                        trial.number(),
                        Columns.AWAITED)
                == 1;
    }

    private boolean isBasis(Session session, long studyId) throws SQLException {
        if (basis.isEmpty()) {
            return true;
        }
        Map<Integer, String> now = new TreeMap<>();
        session.query(
                        row -> Map.entry(row.getInt(1), state(TrialState.of(row.getString(2)))),
                        """
                        select number, state from trials
                        where study_id = ? and arm = ? and rerun_of is null
                            and coalesce(origin, '') <> ?""",
                        studyId,
                        trial.arm(),
                        Columns.AWAITED)
                .forEach(one -> now.put(one.getKey(), one.getValue()));
        return now.equals(basis.get());
    }

    private boolean isTaken(Session session, long studyId) throws SQLException {
        return session.first(
                        row -> true,
                        """
                        select 1 from trials
                        where study_id = ? and arm = ? and rerun_of is null and chosen = ?
                            and coalesce(origin, '') <> ?""",
                        studyId,
                        trial.arm(),
                        Columns.json(trial.values()),
                        Columns.AWAITED)
                .isPresent();
    }
}
