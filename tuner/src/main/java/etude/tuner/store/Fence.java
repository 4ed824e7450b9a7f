package etude.tuner.store;

import java.sql.SQLException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The condition under which an attempt may write: the trial is running, and it is this attempt that
 * runs. It stands in the writing statement itself, so nothing can happen between check and write.
 */
final class Fence {
    static final String WHERE =
            " where study_id = ? and number = ? and attempt = ? and state = 'running'";

    private Fence() {}

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
}
