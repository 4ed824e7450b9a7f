package etude.tuner.store;

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
            "select id, name, study_file, base_config, facts, created_at from studies";

    private final Database database;

    StudyTable(Database database) {
        this.database = database;
    }

    Study create(StudyDefinition definition, List<NewTrial> trials) {
        return database.transact(
                session -> {
                    Optional<Study> existing = find(session, definition.name());
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

    Optional<Study> find(String name) {
        return database.run(session -> find(session, name));
    }

    private static Optional<Study> find(Session session, String name) throws SQLException {
        return session.first(StudyTable::study, SELECT_STUDY + " where name = ?", name);
    }

    List<Study> all() {
        return database.run(
                session -> session.query(StudyTable::study, SELECT_STUDY + " order by id"));
    }

    private static Study study(ResultSet row) throws SQLException {
        return new Study(
                row.getLong(1),
                new StudyDefinition(
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        Columns.strings(row, 5)),
                Columns.instant(row, 6));
    }

    int addTrials(long studyId, List<NewTrial> trials) {
        return database.transact(session -> insertTrials(session, studyId, trials));
    }

    private static int insertTrials(Session session, long studyId, List<NewTrial> trials)
            throws SQLException {
        List<@Nullable Object[]> rows =
                trials.stream()
                        .map(
                                trial ->
                                        new @Nullable Object[] {
                                            studyId,
                                            trial.number(),
                                            trial.settings().orElse(null),
                                            trial.seed(),
                                            trial.runDirectory()
                                        })
                        .toList();
        return session.updateAll(
                """
                insert into trials (study_id, number, state, attempt, settings, seed, run_directory)
                values (?, ?, 'pending', 0, ?, ?, ?) on conflict (study_id, number) do nothing""",
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

    List<Trial> trials(long studyId) {
        return database.run(
                session ->
                        session.query(
                                StudyTable::trial,
                                """
                                select number, state, reason, attempt, worker, claimed_at,
                                    heartbeat_at, ended_at, settings, seed, run_directory
                                from trials where study_id = ? order by number""",
                                studyId));
    }

    private static Trial trial(ResultSet row) throws SQLException {
        return new Trial(
                row.getInt(1),
                TrialState.of(row.getString(2)),
                Columns.text(row, 3),
                row.getInt(4),
                Columns.text(row, 5),
                Columns.optionalInstant(row, 6),
                Columns.optionalInstant(row, 7),
                Columns.optionalInstant(row, 8),
                Columns.text(row, 9),
                row.getLong(10),
                row.getString(11));
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
