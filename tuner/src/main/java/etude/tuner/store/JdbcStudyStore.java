package etude.tuner.store;

import etude.trainer.metrics.Measurement;
import etude.tuner.space.Study;
import etude.tuner.space.Trial;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The store over any database that has a {@link Dialect}. */
final class JdbcStudyStore implements StudyStore {
    private final Database database;
    private final StudyTable studies;
    private final AttemptTable attempts;
    private final EvaluationTable evaluations;

    JdbcStudyStore(Database database) {
        this.database = database;
        studies = new StudyTable(database);
        attempts = new AttemptTable(database);
        evaluations = new EvaluationTable(database);
    }

    @Override
    public StoredStudy createStudy(StudyDefinition definition, List<Trial> trials) {
        return studies.create(definition, trials);
    }

    @Override
    public Optional<StoredStudy> findStudy(String name) {
        return studies.find(name);
    }

    @Override
    public List<StoredStudy> studies() {
        return studies.all();
    }

    @Override
    public int addTrials(long studyId, List<Trial> trials) {
        return studies.addTrials(studyId, trials);
    }

    @Override
    public void complete(long studyId, Study study) {
        studies.complete(studyId, study);
    }

    @Override
    public Optional<Claim> claim(long studyId, AttemptOrigin origin, Duration lease) {
        return attempts.claim(studyId, origin, lease);
    }

    @Override
    public Optional<Claim> claimOf(long studyId, String worker) {
        return attempts.claimOf(studyId, worker);
    }

    @Override
    public void heartbeat(Claim claim) {
        attempts.heartbeat(claim);
    }

    @Override
    public void continueFrom(Claim claim, long step) {
        attempts.continueFrom(claim, step);
    }

    @Override
    public void record(Claim claim, Measurement measurement) {
        evaluations.record(claim, measurement);
    }

    @Override
    public void end(Claim claim, Ending ending, String lastLogLines) {
        attempts.end(claim, ending, lastLogLines);
    }

    @Override
    public int retryFailed(long studyId) {
        return studies.retryFailed(studyId);
    }

    @Override
    public List<TrialStatus> trials(long studyId) {
        return studies.trials(studyId);
    }

    @Override
    public Map<TrialState, Integer> counts(long studyId) {
        return studies.counts(studyId);
    }

    @Override
    public List<TrialAttempt> attempts(long studyId, int trial) {
        return attempts.of(studyId, trial);
    }

    @Override
    public Map<Integer, String> lastLogLines(long studyId) {
        return attempts.lastLogLines(studyId);
    }

    @Override
    public List<Measurement> evaluations(long studyId, int trial) {
        return evaluations.of(studyId, trial);
    }

    @Override
    public Stream<TrialMeasurement> evaluations(long studyId) {
        return evaluations.of(studyId);
    }

    @Override
    public Instant now() {
        return database.run(
                session ->
                        session.first(row -> Columns.instant(row, 1), "select ${now}")
                                .orElseThrow());
    }

    @Override
    public void close() {
        database.close();
    }
}
