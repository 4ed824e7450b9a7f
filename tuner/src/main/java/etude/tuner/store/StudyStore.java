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
public interface StudyStore extends AutoCloseable {
    /**
     * Creates a study together with its pending trials, or finds the one that has this name. The
     * caller compares: its definition is the given one unless somebody created another before.
     */
    StoredStudy createStudy(StudyDefinition definition, List<Trial> trials);

    /** The study of this name. */
    Optional<StoredStudy> findStudy(String name);

    /** All studies, oldest first. */
    List<StoredStudy> studies();

    /**
     * Adds those of the trials whose numbers are not there yet, which is how a study is extended.
     *
     * @return how many were added
     */
    int addTrials(long studyId, List<Trial> trials);

    /**
     * Completes trials that a store of version 1 kept without arm, point and chosen values. To be
     * called before anything else is asked of a study's trials; does nothing where none lack them.
     */
    void complete(long studyId, Study study);

    /**
     * Begins the next attempt at a trial: at one that was begun before if there is one, otherwise
     * at a new one, the lowest number first. Trials whose worker gave no sign for longer than the
     * lease are taken from it.
     *
     * @param origin whose attempt it is; at most one living process uses the worker's name
     * @return empty when every trial has ended or is being worked on
     */
    Optional<Claim> claim(long studyId, AttemptOrigin origin, Duration lease);

    /** What a worker is working on, so that its supervisor can end the attempt when it has died. */
    Optional<Claim> claimOf(long studyId, String worker);

    /**
     * Says that the attempt is alive.
     *
     * @throws TrialLostException when it no longer has the trial
     */
    void heartbeat(Claim claim);

    /**
     * Says from which step the attempt continues, 0 for the start. Evaluations of later steps are
     * removed: earlier attempts measured them after their last checkpoint, and this attempt
     * measures them again or ends before it gets there.
     *
     * @throws TrialLostException when the attempt no longer has the trial
     */
    void continueFrom(Claim claim, long step);

    /**
     * Keeps one evaluation with all its metrics; one of the same step is replaced.
     *
     * @throws TrialLostException when the attempt no longer has the trial
     */
    void record(Claim claim, Measurement measurement);

    /**
     * Ends the attempt, and with it the trial if the ending says so. Ending an attempt again in the
     * same way changes nothing.
     *
     * @param lastLogLines what helps to understand the ending; may be empty
     * @throws TrialLostException when the attempt no longer has the trial
     */
    void end(Claim claim, Ending ending, String lastLogLines);

    /**
     * Makes the failed trials of a study pending again.
     *
     * @return how many there were
     */
    int retryFailed(long studyId);

    /** The trials of a study by number. */
    List<TrialStatus> trials(long studyId);

    /** How many trials of a study are in each state; every state is there. */
    Map<TrialState, Integer> counts(long studyId);

    /** The attempts at a trial, oldest first. */
    List<TrialAttempt> attempts(long studyId, int trial);

    /**
     * What the log of the latest process that died at a trial ended with, by the trial's number;
     * those at which none died are left out.
     */
    Map<Integer, String> lastLogLines(long studyId);

    /** The evaluations of a trial by step. */
    List<Measurement> evaluations(long studyId, int trial);

    /**
     * The evaluations of a study by trial and step, read page by page, so that a study of any size
     * fits into memory; pages are consistent in themselves only.
     */
    Stream<TrialMeasurement> evaluations(long studyId);

    /** The time by the store's clock, to which all its times compare. */
    Instant now();

    @Override
    void close();
}
