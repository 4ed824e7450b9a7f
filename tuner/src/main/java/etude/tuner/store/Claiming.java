package etude.tuner.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * One claim. A single statement finds the trial and takes it; the record of attempts is written in
 * the same transaction. When the answer to a commit was lost, the next run of this work finds by
 * its token what the earlier one took, instead of taking a second trial.
 */
final class Claiming implements Database.Work<Optional<Claim>> {
    /** Trials that somebody may claim; needs the origin of awaited ones, and the lease. */
    static final String CLAIMABLE =
            "state in ('pending', 'running') and coalesce(origin, '') <> ?"
                    + " and (state = 'pending' or heartbeat_at <= ${now} - ?)";

    private static final String TAKE =
            "update trials set state = 'running', attempt = attempt + 1, worker = ?, reason = null,"
                    + " claimed_at = ${now}, heartbeat_at = ${now}, ended_at = null"
                    + " where study_id = ? and number = ("
                    + "select number from trials where study_id = ? and "
                    + CLAIMABLE
                    + " order by study_id, (attempt = 0), number limit 1 ${skip locked})"
                    + " returning attempt, run_directory, "
                    + Columns.TRAINING;

    private static final String FIND =
            "select trials.attempt, run_directory, "
                    + Columns.TRAINING
                    + " from attempts join trials on trials.study_id = attempts.study_id"
                    + " and trials.number = attempts.trial and trials.attempt = attempts.attempt"
                    + " where attempts.study_id = ? and attempts.token = ?"
                    + " and trials.state = 'running'";

    private final long studyId;
    private final AttemptOrigin origin;
    private final Duration lease;
    private final String token = UUID.randomUUID().toString();
    private boolean ranBefore;

    Claiming(long studyId, AttemptOrigin origin, Duration lease) {
        this.studyId = studyId;
        this.origin = origin;
        this.lease = lease;
    }

    /**
     * A claim of a trial whose point was chosen for it.
     *
     * @param choice what was chosen, and what from
     */
    static Database.Work<Optional<Claim>> of(
            long studyId, AttemptOrigin origin, Duration lease, ChosenPoint choice) {
        Claiming claiming = new Claiming(studyId, origin, lease);
        return session -> {
            Optional<Claim> taken = claiming.takenBefore(session);
            if (taken.isPresent() || !choice.write(session, studyId, lease)) {
                return taken;
            }
            return claiming.take(session);
        };
    }

    @Override
    public Optional<Claim> run(Session session) throws SQLException {
        Optional<Claim> taken = takenBefore(session);
        return taken.isPresent() ? taken : take(session);
    }

    private Optional<Claim> takenBefore(Session session) throws SQLException {
        Optional<Claim> taken =
                ranBefore ? session.first(this::claim, FIND, studyId, token) : Optional.empty();
        ranBefore = true;
        return taken;
    }

    private Optional<Claim> take(Session session) throws SQLException {
        Optional<Claim> claim =
                session.first(
                        this::claim,
                        TAKE,
                        origin.worker(),
                        studyId,
                        studyId,
                        Columns.AWAITED,
                        lease.toMillis());
        if (claim.isPresent()) {
            recordAttempt(session, claim.get());
        }
        return claim;
    }

    private void recordAttempt(Session session, Claim claim) throws SQLException {
        if (claim.attempt() > 1) {
            session.update(
                    """
                    update attempts set ended = 'lost', ended_at = ${now}
                    where study_id = ? and trial = ? and ended is null""",
                    studyId,
                    claim.number());
        }
        session.update(
                """
                insert into attempts (study_id, trial, attempt, token, worker, host, device, command,
                    git_commit, git_diff, versions, started_at, last_log_lines)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
                    (select claimed_at from trials where study_id = ? and number = ?), '')""",
                studyId,
                claim.number(),
                claim.attempt(),
                token,
                origin.worker(),
                origin.host(),
                origin.device(),
                origin.command(),
                origin.gitCommit(),
                origin.gitDiff(),
                Columns.json(new TreeMap<>(origin.versions())),
                studyId,
                claim.number());
    }

    private Claim claim(ResultSet row) throws SQLException {
        return Columns.claim(row, studyId, origin.worker());
    }
}
