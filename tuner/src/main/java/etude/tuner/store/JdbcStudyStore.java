package etude.tuner.store;

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
    public Study createStudy(StudyDefinition definition, List<NewTrial> trials) {
        return studies.create(definition, trials);
    }

    @Override
    public Optional<Study> findStudy(String name) {
        return studies.find(name);
    }

    @Override
    public List<Study> studies() {
        return studies.all();
    }

    @Override
    public int addTrials(long studyId, List<NewTrial> trials) {
        return studies.addTrials(studyId, trials);
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
    public void setSettings(Claim claim, String settings) {
        attempts.setSettings(claim, settings);
    }

    @Override
    public void continueFrom(Claim claim, long step) {
        attempts.continueFrom(claim, step);
    }

    @Override
    public void record(Claim claim, Evaluation evaluation) {
        evaluations.record(claim, evaluation);
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
    public List<Trial> trials(long studyId) {
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
    public List<Evaluation> evaluations(long studyId, int trial) {
        return evaluations.of(studyId, trial);
    }

    @Override
    public Stream<TrialEvaluation> evaluations(long studyId) {
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
