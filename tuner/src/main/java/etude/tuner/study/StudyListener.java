package etude.tuner.study;

import etude.tuner.store.Ending;

/** Hears how the workers of a study do. Called from several threads, one call at a time. */
public interface StudyListener {
    /** Something the user should know. */
    void note(String sentence);

    /** A worker's trial goes on. */
    void progress(int worker, TrialMessage message);

    /**
     * A worker's trial has ended.
     *
     * @param trial its number, or that of a rerun
     */
    void ended(int worker, int trial, Ending ending);

    /** All workers have stopped. */
    void finished();
}
