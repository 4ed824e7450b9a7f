package etude.tuner.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

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
                                """
                                select number, attempt, settings, seed, run_directory from trials
                                where study_id = ? and worker = ? and state = 'running'""",
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

    void setSettings(Claim claim, String settings) {
        database.write(
                session ->
                        Fence.update(
                                session,
                                claim,
                                "update trials set settings = ?" + Fence.WHERE,
                                settings));
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
                            claim.trial(),
                            claim.attempt());
                    return session.update(
                            "delete from evaluations where study_id = ? and trial = ? and step > ?",
                            claim.studyId(),
                            claim.trial(),
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
                        claim.trial(),
                        claim.attempt(),
                        ending.word())
                .isPresent();
    }

    private static void endTrial(Session session, Claim claim, Ending ending) throws SQLException {
        if (ending.state().isTerminal()) {
            Fence.update(
                    session,
                    claim,
                    "update trials set state = ?, reason = ?, ended_at = ${now}" + Fence.WHERE,
                    ending.state().word(),
                    ending.reason().isEmpty() ? null : ending.reason());
        } else {
            Fence.update(
                    session,
                    claim,
                    "update trials set state = ?" + Fence.WHERE,
                    ending.state().word());
        }
    }

    private static void endAttempt(Session session, Claim claim, Ending ending, String lastLogLines)
            throws SQLException {
        session.update(
                """
                update attempts set ended = ?, ended_at = ${now}, reason = ?, last_log_lines = ?
                where study_id = ? and trial = ? and attempt = ?""",
                ending.word(),
                ending.reason().isEmpty() ? null : ending.reason(),
                lastLogLines,
                claim.studyId(),
                claim.trial(),
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
                Columns.text(row, 11),
                Columns.optionalInstant(row, 12),
                Columns.text(row, 13),
                row.getString(14));
    }
}
