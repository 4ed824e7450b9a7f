package etude.tuner.store;

import etude.trainer.files.Json;
import etude.trainer.metrics.Measurement;
import java.sql.SQLException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What an attempt writes, and the condition under which it may: the trial is running, and it is
 * this attempt that runs. It stands in the writing statement itself, so nothing can happen between
 * check and write.
 */
final class Fence {
    static final String WHERE =
            " where study_id = ? and number = ? and attempt = ? and state = 'running'";

    private static final String RECORD =
            "insert into evaluations (study_id, trial, step, attempt, recorded_at, metrics)"
                    + " select study_id, number, cast(? as bigint), attempt, ${now}, cast(? as text)"
                    + " from trials"
                    + WHERE
                    + " ${share}"
                    + " on conflict (study_id, trial, step) do update set"
                    + " attempt = excluded.attempt, recorded_at = excluded.recorded_at,"
                    + " metrics = excluded.metrics";

    private Fence() {}

    static int heartbeat(Session session, Claim claim) throws SQLException {
        return update(session, claim, "update trials set heartbeat_at = ${now}" + WHERE);
    }

    /** The first statement locks the trial, so the others belong to the attempt that has it. */
    static int continueFrom(Session session, Claim claim, long step) throws SQLException {
        heartbeat(session, claim);
        session.update(
                "update attempts set continued_from = ? where study_id = ? and trial = ? and attempt = ?",
                step,
                claim.studyId(),
                claim.number(),
                claim.attempt());
        return session.update(
                "delete from evaluations where study_id = ? and trial = ? and step > ?",
                claim.studyId(),
                claim.number(),
                step);
    }

    static int record(Session session, Claim claim, Measurement measurement) throws SQLException {
        String metrics = Columns.json(measurement.metrics());
        return update(session, claim, RECORD, measurement.step(), metrics);
    }

    /**
     * Runs a statement that ends with {@link #WHERE}; the values are those of the places before.
     *
     * @throws TrialLostException when it changed nothing
     */
    static int update(Session session, Claim claim, String template, @Nullable Object... values)
            throws SQLException {
        int changed = session.update(template, withClaim(claim, values));
        if (changed == 0) {
            throw lost(session, claim);
        }
        return changed;
    }

    private static @Nullable Object[] withClaim(Claim claim, @Nullable Object[] values) {
        @Nullable Object[] all = Arrays.copyOf(values, values.length + 3);
        all[values.length] = claim.studyId();
        all[values.length + 1] = claim.number();
        all[values.length + 2] = claim.attempt();
        return all;
    }

    private static TrialLostException lost(Session session, Claim claim) throws SQLException {
        String why =
                session.first(
                                row ->
                                        "it is %s now, after attempt %d by %s"
                                                .formatted(
                                                        row.getString(1),
                                                        row.getInt(2),
                                                        row.getString(3)),
                                "select state, attempt, worker from trials where study_id = ? and number = ?",
                                claim.studyId(),
                                claim.number())
                        .orElse("it is no longer in the store");
        return new TrialLostException(claim, why);
    }

    /** Ends the attempt, and with it the trial if the ending says so, unless that is done. */
    static boolean end(Session session, Claim claim, Ending ending, String lastLogLines)
            throws SQLException {
        if (hasEnded(session, claim, ending)) {
            return false;
        }
        endTrial(session, claim, ending);
        endAttempt(session, claim, ending, lastLogLines);
        return true;
    }

    /** True when the commit of an earlier try went through although its answer was lost. */
    private static boolean hasEnded(Session session, Claim claim, Ending ending)
            throws SQLException {
        return session.first(
                        row -> true,
                        """
                        select 1 from attempts
                        where study_id = ? and trial = ? and attempt = ? and ended = ?""",
                        claim.studyId(),
                        claim.number(),
                        claim.attempt(),
                        ending.end().word())
                .isPresent();
    }

    private static void endTrial(Session session, Claim claim, Ending ending) throws SQLException {
        TrialState state = ending.end().trial();
        if (state.isTerminal()) {
            update(
                    session,
                    claim,
                    "update trials set state = ?, infeasible = ?, reason = ?, ended_at = ${now}"
                            + WHERE,
                    state.word(),
                    ending.infeasible().map(Json::line).orElse(null),
                    reason(ending));
        } else {
            update(session, claim, "update trials set state = ?" + WHERE, state.word());
        }
    }

    /** Why settings do not work stands with the trial, as data. */
    static @Nullable String reason(Ending ending) {
        return ending.reason().isEmpty() || ending.infeasible().isPresent()
                ? null
                : ending.reason();
    }

    private static void endAttempt(Session session, Claim claim, Ending ending, String lastLogLines)
            throws SQLException {
        session.update(
                """
                update attempts set ended = ?, ended_at = ${now}, reason = ?, last_log_lines = ?
                where study_id = ? and trial = ? and attempt = ?""",
                ending.end().word(),
                reason(ending),
                lastLogLines,
                claim.studyId(),
                claim.number(),
                claim.attempt());
    }
}
