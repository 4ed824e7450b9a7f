package etude.tuner.store;

import etude.datasets.EtudeException;
import etude.trainer.metrics.Measurement;
import etude.tuner.space.Study;
import etude.tuner.space.Training;
import etude.tuner.space.Trial;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Studies, their trials, the attempts at them and what these measured, shared by any number of
 * processes.
 *
 * <p>The order of calls of a worker is: {@link #claim}, {@link #continueFrom}, then any number of
 * {@link #heartbeat} and {@link #record}, then {@link #end} once. Each of them is one durable
 * commit, fenced by the attempt number: once the trial belongs to another attempt it changes
 * nothing and throws {@link TrialLostException}. All times are those of the store's clock.
 *
 * <p>A store that is busy or unreachable is tried again for a minute; then, and in case of any
 * other trouble, every method throws {@link StoreTroubleException} with one sentence. A method may
 * be called again after that: none does its work twice. Stores can be used by several threads at
 * once.
 */
public final class StudyStore implements AutoCloseable {
    private static final int PAGE = 1_000;

    private final Database database;

    private StudyStore(Database database) {
        this.database = database;
    }

    /**
     * Opens a store for writing and creates it where there is none: the file and its folders, or
     * the tables in the database. A store of an older version is brought up to date.
     *
     * @throws EtudeException in one sentence, when there is something else, or a store of a newer
     *     version, or no access
     */
    public static StudyStore openOrCreate(StoreLocation location) {
        return open(location, Access.WRITING, Patience.USUAL, Schema.current());
    }

    /**
     * Opens a store that must exist if it is a file, so that asking about a study leaves no empty
     * store behind. A file that can only be read is read as it is now: later changes are not seen.
     *
     * @throws EtudeException as above, and when there is no such file
     */
    public static StudyStore open(StoreLocation location, Access access) {
        if (location instanceof StoreLocation.SqliteFile file && Files.notExists(file.path())) {
            throw new EtudeException(SqliteDialect.absence(file));
        }
        return open(location, access, Patience.USUAL, Schema.current());
    }

    static StudyStore open(
            StoreLocation location, Access access, Patience patience, Schema schema) {
        Dialect dialect =
                location instanceof StoreLocation.SqliteFile file
                        ? SqliteDialect.of(file, access, patience)
                        : new PostgresDialect((StoreLocation.PostgresDatabase) location, access);
        Database database = new Database(dialect, patience, schema);
        try {
            database.open();
            return new StudyStore(database);
        } catch (RuntimeException | Error e) {
            database.close();
            throw e;
        }
    }

    /**
     * Creates a study together with its pending trials, or finds the one that has this name. The
     * caller compares: its definition is the given one unless somebody created another before.
     */
    public StoredStudy createStudy(StudyDefinition definition, List<Trial> trials) {
        return database.transact(session -> Creation.create(session, definition, trials));
    }

    /**
     * Creates a study with all that the files of its trials tell of them, at once or not at all.
     *
     * @param created when it began; empty for now
     * @throws EtudeException when the store has one of its name
     */
    public StoredStudy restore(
            StudyDefinition definition, Optional<Instant> created, List<RestoredTrial> trials) {
        return database.transact(session -> Creation.restore(session, definition, created, trials));
    }

    /** The study of this name. */
    public Optional<StoredStudy> findStudy(String name) {
        return database.run(session -> Creation.find(session, name));
    }

    /** All studies, oldest first. */
    public List<StoredStudy> studies() {
        return database.query(Columns::study, Creation.SELECT_STUDY + " order by id");
    }

    /**
     * Adds those of the trials whose numbers are not there yet, which is how a study is extended.
     *
     * @return how many were added
     */
    public int addTrials(long studyId, List<Trial> trials) {
        return database.transact(session -> Creation.add(session, studyId, trials));
    }

    /**
     * Adds those of the reruns and resplits that are not there yet.
     *
     * @return how many were added
     */
    public int addReruns(long studyId, List<? extends Training> reruns) {
        return database.transact(session -> Creation.add(session, studyId, reruns));
    }

    /** Keeps the smallest difference of the objective that matters. */
    public void keepMargin(long studyId, double margin) {
        database.write(
                session ->
                        session.update(
                                "update studies set margin = ? where id = ?", margin, studyId));
    }

    /**
     * Completes trials that a store of version 1 kept without arm, point and chosen values. To be
     * called before anything else is asked of a study's trials; does nothing where none lack them.
     */
    public void complete(long studyId, Study study) {
        Version1.complete(database, studyId, study);
    }

    /**
     * Begins the next attempt at a trial: at one that was begun before if there is one, otherwise
     * at a new one, the lowest number first. Trials whose worker gave no sign for longer than the
     * lease are taken from it.
     *
     * @param origin whose attempt it is; at most one living process uses the worker's name
     * @return empty when every trial has ended or is being worked on
     */
    public Optional<Claim> claim(long studyId, AttemptOrigin origin, Duration lease) {
        return database.transact(new Claiming(studyId, origin, lease));
    }

    /**
     * Begins the first attempt at a trial whose point was waited for, with the point that was
     * chosen for it.
     *
     * @param origin see {@link #claim}
     * @return empty where the point is no good any more: trials it follows from have begun or ended
     *     since, another has the same point, or a trial that has a point waits for a worker
     */
    public Optional<Claim> claim(
            long studyId, AttemptOrigin origin, Duration lease, ChosenPoint choice) {
        return database.transact(Claiming.of(studyId, origin, lease, choice));
    }

    /** What a worker is working on, so that its supervisor can end the attempt when it has died. */
    public Optional<Claim> claimOf(long studyId, String worker) {
        return database.run(
                session ->
                        session.first(
                                row -> Columns.claim(row, studyId, worker),
                                "select attempt, run_directory, "
                                        + Columns.TRAINING
                                        + " from trials where study_id = ? and worker = ?"
                                        + " and state = 'running'",
                                studyId,
                                worker));
    }

    /**
     * Says that the attempt is alive.
     *
     * @throws TrialLostException when it no longer has the trial
     */
    public void heartbeat(Claim claim) {
        database.write(session -> Fence.heartbeat(session, claim));
    }

    /**
     * Says from which step the attempt continues, 0 for the start. Evaluations of later steps are
     * removed: earlier attempts measured them after their last checkpoint, and this attempt
     * measures them again or ends before it gets there.
     *
     * @throws TrialLostException when the attempt no longer has the trial
     */
    public void continueFrom(Claim claim, long step) {
        database.transact(session -> Fence.continueFrom(session, claim, step));
    }

    /**
     * Keeps one evaluation with all its metrics; one of the same step is replaced.
     *
     * @throws TrialLostException when the attempt no longer has the trial
     */
    public void record(Claim claim, Measurement measurement) {
        database.write(session -> Fence.record(session, claim, measurement));
    }

    /**
     * Ends the attempt, and with it the trial if the ending says so. Ending an attempt again in the
     * same way changes nothing.
     *
     * @param lastLogLines what helps to understand the ending; may be empty
     * @throws TrialLostException when the attempt no longer has the trial
     */
    public void end(Claim claim, Ending ending, String lastLogLines) {
        database.transact(session -> Fence.end(session, claim, ending, lastLogLines));
    }

    /**
     * Makes the failed trials and reruns of a study pending again.
     *
     * @return how many there were
     */
    public int retryFailed(long studyId) {
        return database.run(
                session ->
                        session.update(
                                """
                                update trials set state = 'pending', reason = null, ended_at = null
                                where study_id = ? and state = 'failed'""",
                                studyId));
    }

    /** The trials of a study by number. */
    public List<TrialStatus> trials(long studyId) {
        return statuses(studyId, "rerun_of is null");
    }

    /** The reruns and resplits of a study: first ones first, and those by their trials. */
    public List<TrialStatus> reruns(long studyId) {
        return statuses(studyId, "rerun_of is not null");
    }

    private List<TrialStatus> statuses(long studyId, String which) {
        return database.query(
                Columns::status,
                "select state, infeasible, reason, attempt, worker, heartbeat_at,"
                        + " ended_at, run_directory, "
                        + Columns.TRAINING
                        + " from trials where study_id = ? and "
                        + which
                        + " order by number",
                studyId);
    }

    /** How many trials of a study are in each state; every state is there. */
    public Map<TrialState, Integer> counts(long studyId) {
        Map<TrialState, Integer> counts = new EnumMap<>(TrialState.class);
        Arrays.stream(TrialState.values()).forEach(state -> counts.put(state, 0));
        database.query(
                        row -> Map.entry(TrialState.of(row.getString(1)), row.getInt(2)),
                        """
                        select state, count(*) from trials
                        where study_id = ? and rerun_of is null group by state""",
                        studyId)
                .forEach(count -> counts.put(count.getKey(), count.getValue()));
        return counts;
    }

    /** The attempts at a trial, oldest first. */
    public List<TrialAttempt> attempts(long studyId, int trial) {
        return database.query(
                Columns::attempt,
                """
                select attempt, worker, host, device, command, git_commit, git_diff,
                    versions, started_at, continued_from, ended, ended_at, reason,
                    last_log_lines
                from attempts where study_id = ? and trial = ? order by attempt""",
                studyId,
                trial);
    }

    /**
     * What the log of the latest process that died at a trial ended with, by the trial's number;
     * those at which none died are left out.
     */
    public Map<Integer, String> lastLogLines(long studyId) {
        Map<Integer, String> lines = new HashMap<>();
        database.query(
                        row -> Map.entry(row.getInt(1), row.getString(2)),
                        """
                        select trial, last_log_lines from attempts
                        where study_id = ? and last_log_lines <> ''
                        order by trial, attempt""",
                        studyId)
                .forEach(entry -> lines.put(entry.getKey(), entry.getValue()));
        return lines;
    }

    /** The evaluations of a trial or rerun by step. */
    public List<Measurement> evaluations(long studyId, int trial) {
        return database.query(
                row -> Columns.measurement(row).measurement(),
                """
                select trial, step, metrics from evaluations
                where study_id = ? and trial = ? order by step""",
                studyId,
                trial);
    }

    /**
     * The evaluations of a study, of its reruns as well, by trial and step, read page by page, so
     * that a study of any size fits into memory; pages are consistent in themselves only.
     */
    public Stream<TrialMeasurement> evaluations(long studyId) {
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
        return database.query(
                Columns::measurement,
                """
                select trial, step, metrics from evaluations
                where study_id = ? and (trial, step) > (?, ?)
                order by study_id, trial, step limit ?""",
                studyId,
                afterTrial,
                afterStep,
                PAGE);
    }

    /** The time by the store's clock, to which all its times compare. */
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
