package etude.tuner.store;

import etude.tuner.space.Study;
import etude.tuner.space.Trial;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Studies and the trials that belong to them. */
final class StudyTable {
    private static final String SELECT_STUDY =
            "select id, name, study_file, base_config, facts from studies";

    private final Database database;

    StudyTable(Database database) {
        this.database = database;
    }

    StoredStudy create(StudyDefinition definition, List<Trial> trials) {
        return database.transact(
                session -> {
                    Optional<StoredStudy> existing = find(session, definition.name());
                    if (existing.isPresent()) {
                        return existing.get();
                    }
                    Optional<Long> id = insert(session, definition);
                    if (id.isPresent()) {
                        insertTrials(session, id.get(), trials);
                    } // else another process committed the same name while the insert waited
                    return find(session, definition.name()).orElseThrow();
                });
    }

    private static Optional<Long> insert(Session session, StudyDefinition definition)
            throws SQLException {
        return session.first(
                row -> row.getLong(1),
                """
                insert into studies (name, study_file, base_config, facts, created_at)
                values (?, ?, ?, ?, ${now}) on conflict (name) do nothing returning id""",
                definition.name(),
                definition.studyFile(),
                definition.baseConfig(),
                Columns.json(new TreeMap<>(definition.facts())));
    }

    Optional<StoredStudy> find(String name) {
        return database.run(session -> find(session, name));
    }

    private static Optional<StoredStudy> find(Session session, String name) throws SQLException {
        return session.first(StudyTable::study, SELECT_STUDY + " where name = ?", name);
    }

    List<StoredStudy> all() {
        return database.run(
                session -> session.query(StudyTable::study, SELECT_STUDY + " order by id"));
    }

    private static StoredStudy study(ResultSet row) throws SQLException {
        return new StoredStudy(
                row.getLong(1),
                new StudyDefinition(
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        Columns.strings(row, 5)));
    }

    int addTrials(long studyId, List<Trial> trials) {
        return database.transact(session -> insertTrials(session, studyId, trials));
    }

    private static int insertTrials(Session session, long studyId, List<Trial> trials)
            throws SQLException {
        List<@Nullable Object[]> rows =
                trials.stream()
                        .map(
                                trial ->
                                        new @Nullable Object[] {
                                            studyId,
                                            trial.runDirectory(),
                                            trial.number(),
                                            trial.arm(),
                                            trial.point(),
                                            trial.seed(),
                                            Columns.json(trial.values()),
                                            Columns.json(trial.settings())
                                        })
                        .toList();
        return session.updateAll(
                "insert into trials (state, attempt, study_id, run_directory, "
                        + Columns.TRIAL
                        + ") values ('pending', 0, ?, ?, ?, ?, ?, ?, ?, ?)"
                        + " on conflict (study_id, number) do nothing",
                rows);
    }

    int retryFailed(long studyId) {
        return database.run(
                session ->
                        session.update(
                                """
                                update trials set state = 'pending', reason = null, ended_at = null
                                where study_id = ? and state = 'failed'""",
                                studyId));
    }

    /** Nothing but the study itself can tell what trials of version 1 lack. */
    void complete(long studyId, Study study) {
        List<Version1.Trial> incomplete = database.run(session -> incomplete(session, studyId));
        if (incomplete.isEmpty()) {
            return;
        }
        database.transact(
                session -> {
                    for (Version1.Trial old : incomplete) {
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

    private static List<Version1.Trial> incomplete(Session session, long studyId)
            throws SQLException {
        return session.query(
                row ->
                        new Version1.Trial(
                                row.getInt(1),
                                row.getLong(2),
                                Columns.text(row, 3).map(Columns::values)),
                "select number, seed, settings from trials where study_id = ? and chosen is null",
                studyId);
    }

    List<TrialStatus> trials(long studyId) {
        return database.run(
                session ->
                        session.query(
                                StudyTable::trial,
                                "select state, infeasible, reason, attempt, worker, heartbeat_at,"
                                        + " ended_at, run_directory, "
                                        + Columns.TRIAL
                                        + " from trials where study_id = ? order by number",
                                studyId));
    }

    private static TrialStatus trial(ResultSet row) throws SQLException {
        TrialState state = TrialState.of(row.getString(1));
        Optional<String> reason = Columns.text(row, 3);
        Optional<Infeasible> infeasible = Columns.infeasible(row, 2);
        boolean untyped = state == TrialState.INFEASIBLE && infeasible.isEmpty();
        return new TrialStatus(
                Columns.trial(row, 9),
                state,
                untyped ? reason.map(Version1::infeasible) : infeasible,
                state == TrialState.FAILED ? reason : Optional.empty(),
                row.getInt(4),
                Columns.text(row, 5),
                Columns.optionalInstant(row, 6),
                Columns.optionalInstant(row, 7),
                row.getString(8));
    }

    Map<TrialState, Integer> counts(long studyId) {
        Map<TrialState, Integer> counts = new EnumMap<>(TrialState.class);
        Arrays.stream(TrialState.values()).forEach(state -> counts.put(state, 0));
        database.run(
                        session ->
                                session.query(
                                        row ->
                                                Map.entry(
                                                        TrialState.of(row.getString(1)),
                                                        row.getInt(2)),
                                        "select state, count(*) from trials where study_id = ? group by state",
                                        studyId))
                .forEach(count -> counts.put(count.getKey(), count.getValue()));
        return counts;
    }
}
