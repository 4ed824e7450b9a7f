package etude.tuner.store;

import etude.trainer.files.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Attempts at trials: how they begin, live and end. */
final class AttemptTable {
    private final Database database;

    AttemptTable(Database database) {
        this.database = database;
    }

    Optional<Claim> claim(long studyId, AttemptOrigin origin, Duration lease) {
        return database.transact(new Claiming(studyId, origin, lease));
    }

    Optional<Claim> claimOf(long studyId, String worker) {
        return database.run(
                session ->
                        session.first(
                                row -> Claiming.claim(row, studyId, worker),
                                "select attempt, run_directory, "
                                        + Columns.TRIAL
                                        + " from trials where study_id = ? and worker = ?"
                                        + " and state = 'running'",
                                studyId,
                                worker));
    }

    void heartbeat(Claim claim) {
        database.write(
                session ->
                        Fence.update(
                                session,
                                claim,
                                "update trials set heartbeat_at = ${now}" + Fence.WHERE));
    }

    /** The first statement locks the trial, so the others belong to the attempt that has it. */
    void continueFrom(Claim claim, long step) {
        database.transact(
                session -> {
                    Fence.update(
                            session,
                            claim,
                            "update trials set heartbeat_at = ${now}" + Fence.WHERE);
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
                });
    }

    void end(Claim claim, Ending ending, String lastLogLines) {
        database.transact(
                session -> {
                    if (!hasEnded(session, claim, ending)) {
                        endTrial(session, claim, ending);
                        endAttempt(session, claim, ending, lastLogLines);
                    }
                    return true;
                });
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
            Fence.update(
                    session,
                    claim,
                    "update trials set state = ?, infeasible = ?, reason = ?, ended_at = ${now}"
                            + Fence.WHERE,
                    state.word(),
                    ending.infeasible().map(Json::line).orElse(null),
                    reason(ending));
        } else {
            Fence.update(session, claim, "update trials set state = ?" + Fence.WHERE, state.word());
        }
    }

    /** Why settings do not work stands with the trial, as data. */
    private static @Nullable String reason(Ending ending) {
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

    List<TrialAttempt> of(long studyId, int trial) {
        return database.run(
                session ->
                        session.query(
                                AttemptTable::attempt,
                                """
                                select attempt, worker, host, device, command, git_commit, git_diff,
                                    versions, started_at, continued_from, ended, ended_at, reason,
                                    last_log_lines
                                from attempts where study_id = ? and trial = ? order by attempt""",
                                studyId,
                                trial));
    }

    Map<Integer, String> lastLogLines(long studyId) {
        Map<Integer, String> lines = new HashMap<>();
        database.run(
                        session ->
                                session.query(
                                        row -> Map.entry(row.getInt(1), row.getString(2)),
                                        """
                                        select trial, last_log_lines from attempts
                                        where study_id = ? and last_log_lines <> ''
                                        order by trial, attempt""",
                                        studyId))
                .forEach(entry -> lines.put(entry.getKey(), entry.getValue()));
        return lines;
    }

    private static TrialAttempt attempt(ResultSet row) throws SQLException {
        AttemptOrigin origin =
                new AttemptOrigin(
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getString(6),
                        row.getString(7),
                        Columns.strings(row, 8));
        return new TrialAttempt(
                row.getInt(1),
                origin,
                Columns.instant(row, 9),
                Columns.optionalLong(row, 10),
                Columns.text(row, 11).map(AttemptEnd::of),
                Columns.optionalInstant(row, 12),
                Columns.text(row, 13),
                row.getString(14));
    }
}
