package etude.tuner.store;

import etude.trainer.metrics.Measurement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

/** What trials measured: one row an evaluation, its metrics as JSON. */
final class EvaluationTable {
    private static final int PAGE = 1_000;

    private static final String RECORD =
            "insert into evaluations (study_id, trial, step, attempt, recorded_at, metrics)"
                    + " select study_id, number, cast(? as bigint), attempt, ${now}, cast(? as text)"
                    + " from trials"
                    + Fence.WHERE
                    + " ${share}"
                    + " on conflict (study_id, trial, step) do update set"
                    + " attempt = excluded.attempt, recorded_at = excluded.recorded_at,"
                    + " metrics = excluded.metrics";

    private final Database database;

    EvaluationTable(Database database) {
        this.database = database;
    }

    void record(Claim claim, Measurement measurement) {
        String metrics = Columns.json(measurement.metrics());
        database.write(
                session -> Fence.update(session, claim, RECORD, measurement.step(), metrics));
    }

    List<Measurement> of(long studyId, int trial) {
        return database.run(
                session ->
                        session.query(
                                row -> measurement(row).measurement(),
                                """
                                select trial, step, metrics from evaluations
                                where study_id = ? and trial = ? order by step""",
                                studyId,
                                trial));
    }

    Stream<TrialMeasurement> of(long studyId) {
        return Stream.iterate(
                        page(studyId, -1, 0),
                        page -> !page.isEmpty(),
                        page -> {
                            TrialMeasurement last = page.get(page.size() - 1);
                            return page(studyId, last.trial(), last.measurement().step());
                        })
                .flatMap(List::stream);
    }

    private List<TrialMeasurement> page(long studyId, int afterTrial, long afterStep) {
        return database.run(
                session ->
                        session.query(
                                EvaluationTable::measurement,
                                """
                                select trial, step, metrics from evaluations
                                where study_id = ? and (trial, step) > (?, ?)
                                order by study_id, trial, step limit ?""",
                                studyId,
                                afterTrial,
                                afterStep,
                                PAGE));
    }

    private static TrialMeasurement measurement(ResultSet row) throws SQLException {
        return new TrialMeasurement(
                row.getInt(1), new Measurement(row.getLong(2), Columns.numbers(row, 3)));
    }
}
