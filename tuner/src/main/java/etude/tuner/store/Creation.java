package etude.tuner.store;

import etude.datasets.EtudeException;
import etude.trainer.files.Json;
import etude.trainer.metrics.Measurement;
import etude.tuner.space.Rerun;
import etude.tuner.space.Resplit;
import etude.tuner.space.Training;
import etude.tuner.space.Trial;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How studies and trials come into the store. */
final class Creation {
    static final String SELECT_STUDY =
            "select id, name, study_file, base_config, facts, created_at, margin from studies";

    private Creation() {}

    static Optional<StoredStudy> find(Session session, String name) throws SQLException {
        return session.first(Columns::study, SELECT_STUDY + " where name = ?", name);
    }

    /** Creates a study with pending trials, or finds the one that has its name. */
    static StoredStudy create(Session session, StudyDefinition definition, List<Trial> trials)
            throws SQLException {
        Optional<StoredStudy> existing = find(session, definition.name());
        if (existing.isPresent()) {
            return existing.get();
        }
        Optional<Long> id = insert(session, definition, Optional.empty());
        if (id.isPresent()) {
            add(session, id.get(), trials);
        } // else another process committed the same name while the insert waited
        return find(session, definition.name()).orElseThrow();
    }

    /**
     * @param created when it began; empty for now
     */
    private static Optional<Long> insert(
            Session session, StudyDefinition definition, Optional<Instant> created)
            throws SQLException {
        return session.first(
                row -> row.getLong(1),
                """
                insert into studies (name, study_file, base_config, facts, created_at)
                values (?, ?, ?, ?, coalesce(cast(? as bigint), ${now})) on conflict (name) do nothing returning id""",
                definition.name(),
                definition.studyFile(),
                definition.baseConfig(),
                Columns.json(new TreeMap<>(definition.facts())),
                milliseconds(created));
    }

    /** Adds those whose numbers are not there, and returns how many. */
    static int add(Session session, long studyId, List<? extends Training> trainings)
            throws SQLException {
        int added = 0;
        for (Training training : trainings) {
            Trial trial = training.trial();
            Optional<Long> varied = varied(training);
            added +=
                    session.update(
                            "insert into trials (state, attempt, study_id, run_directory, "
                                    + Columns.TRAINING
                                    + ") values ('pending', 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                                    + " on conflict (study_id, number) do nothing",
                            studyId,
                            training.runDirectory(),
                            training.number(),
                            trial.arm(),
                            trial.point(),
                            trial.seed(),
                            Columns.json(trial.values()),
                            Columns.json(trial.settings()),
                            varied.map(seed -> trial.number()).orElse(null),
                            varied.orElse(null),
                            Columns.text(trial.origin()));
        }
        return added;
    }

    /** The seed in which it differs from its trial; empty of a trial. */
    private static Optional<Long> varied(Training training) {
        if (training instanceof Rerun rerun) {
            return Optional.of(rerun.seed());
        }
        return training instanceof Resplit resplit
                ? Optional.of(resplit.splitSeed())
                : Optional.empty();
    }

    /**
     * Creates a study with all that became of its trials.
     *
     * @throws EtudeException when there is one of its name
     */
    static StoredStudy restore(
            Session session,
            StudyDefinition definition,
            Optional<Instant> created,
            List<RestoredTrial> trials)
            throws SQLException {
        long id =
                insert(session, definition, created)
                        .orElseThrow(
                                () ->
                                        new EtudeException(
                                                "the store has a study named %s already; choose another store with --store"
                                                        .formatted(definition.name())));
        add(session, id, trials.stream().map(RestoredTrial::training).toList());
        for (RestoredTrial trial : trials) {
            for (TrialAttempt attempt : trial.attempts()) {
                restore(session, id, trial.training().number(), attempt);
            }
            restore(session, id, trial);
        }
        return find(session, definition.name()).orElseThrow();
    }

    private static void restore(Session session, long id, RestoredTrial trial) throws SQLException {
        Optional<TrialAttempt> last = trial.attempts().stream().reduce((earlier, later) -> later);
        int attempt = last.map(TrialAttempt::attempt).orElse(0);
        Optional<Instant> begun = last.map(TrialAttempt::startedAt);
        Optional<Instant> ended = last.flatMap(TrialAttempt::endedAt).or(() -> begun);
        session.update(
                """
                update trials set state = ?, attempt = ?, worker = ?, infeasible = ?, reason = ?,
                    claimed_at = ?, heartbeat_at = ?, ended_at = ?
                where study_id = ? and number = ?""",
                trial.state().word(),
                attempt,
                last.map(one -> one.origin().worker()).orElse(null),
                trial.ending().flatMap(Ending::infeasible).map(Json::line).orElse(null),
                trial.ending().map(Fence::reason).orElse(null),
                milliseconds(begun),
                milliseconds(ended),
                trial.ending().isEmpty() ? null : milliseconds(ended),
                id,
                trial.training().number());
        for (Measurement measurement : trial.measurements()) {
            session.update(
                    "insert into evaluations (study_id, trial, step, attempt, recorded_at, metrics)"
                            + " values (?, ?, ?, ?, ${now}, ?)",
                    id,
                    trial.training().number(),
                    measurement.step(),
                    attempt,
                    Columns.json(measurement.metrics()));
        }
    }

    private static void restore(Session session, long id, int trial, TrialAttempt attempt)
            throws SQLException {
        AttemptOrigin origin = attempt.origin();
        session.update(
                """
                insert into attempts (study_id, trial, attempt, token, worker, host, device, command,
                    git_commit, git_diff, versions, started_at, ended, ended_at, reason,
                    last_log_lines)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                id,
                trial,
                attempt.attempt(),
                UUID.randomUUID().toString(),
                origin.worker(),
                origin.host(),
                origin.device(),
                origin.command(),
                origin.gitCommit(),
                origin.gitDiff(),
                Columns.json(new TreeMap<>(origin.versions())),
                attempt.startedAt().toEpochMilli(),
                attempt.ended().map(AttemptEnd::word).orElse(null),
                milliseconds(attempt.endedAt()),
                attempt.reason().orElse(null),
                attempt.lastLogLines());
    }

    private static @Nullable Long milliseconds(Optional<Instant> time) {
        return time.map(Instant::toEpochMilli).orElse(null);
    }
}
