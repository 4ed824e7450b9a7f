package etude.tuner.store;

import com.fasterxml.jackson.databind.JsonNode;
import etude.trainer.files.Json;
import etude.tuner.space.Study;
import etude.tuner.space.Trial;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stores of version 1 kept in another way. Its reasons were prose, which this class alone
 * reads, once: when a store is upgraded.
 */
final class Version1 {
    private static final Pattern DIVERGED = Pattern.compile("diverged after step (\\d{1,18})");
    private static final Pattern OUT_OF_MEMORY =
            Pattern.compile(
                    "out of memory: (\\S+) (\\d{1,9}) does not fit \\((.*)\\)", Pattern.DOTALL);
    private static final String CONSTRAINT = "constraint violated: ";

    /**
     * A trial that has not been told to which arm and point it belongs.
     *
     * @param settings all values by path, if they were kept
     */
    private record Incomplete(int number, long seed, Optional<Map<String, JsonNode>> settings) {}

    private Version1() {}

    /** Gives infeasible trials their typed reasons. */
    static void upgradeReasons(Session session) throws SQLException {
        record Reason(long study, int trial, String text) {}
        for (Reason reason :
                session.query(
                        row ->
                                new Reason(
                                        row.getLong(1),
                                        row.getInt(2),
                                        Columns.text(row, 3).orElse("")),
                        "select study_id, number, reason from trials where state = 'infeasible'")) {
            session.update(
                    "update trials set infeasible = ?, reason = null where study_id = ? and number = ?",
                    Json.line(infeasible(reason.text())),
                    reason.study(),
                    reason.trial());
        }
    }

    /** The reason that version 1 put into these words; whatever else was said is a constraint. */
    static Infeasible infeasible(String text) {
        Matcher diverged = DIVERGED.matcher(text);
        if (diverged.matches()) {
            return new Infeasible.Diverged(Long.parseLong(diverged.group(1)));
        }
        Matcher memory = OUT_OF_MEMORY.matcher(text);
        if (memory.matches()) {
            return new Infeasible.OutOfMemory(
                    memory.group(1), Integer.parseInt(memory.group(2)), memory.group(3));
        }
        return new Infeasible.Constraint(
                text.startsWith(CONSTRAINT) ? text.substring(CONSTRAINT.length()) : text);
    }

    /** Nothing but the study itself can tell what trials of version 1 lack. */
    static void complete(Database database, long studyId, Study study) {
        List<Incomplete> incomplete =
                database.query(
                        row ->
                                new Incomplete(
                                        row.getInt(1),
                                        row.getLong(2),
                                        Columns.text(row, 3).map(Columns::values)),
                        "select number, seed, settings from trials where study_id = ? and chosen is null",
                        studyId);
        if (incomplete.isEmpty()) {
            return;
        }
        database.transact(
                session -> {
                    session.dialect().require(Dialect.Right.COMPLETE, session);
                    for (Incomplete old : incomplete) {
                        Trial trial =
                                old.settings()
                                        .map(s -> study.trial(old.number(), old.seed(), s))
                                        .orElseGet(() -> study.trial(old.number()));
                        session.update(
                                """
                                update trials set arm = ?, point = ?, chosen = ?, settings = ?
                                where study_id = ? and number = ?""",
                                trial.arm(),
                                trial.point(),
                                Columns.json(trial.values()),
                                Columns.json(trial.settings()),
                                studyId,
                                trial.number());
                    }
                    return true;
                });
    }
}
