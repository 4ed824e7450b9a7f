package etude.tuner.store;

/** What a store is opened for. */
public enum Access {
    /**
     * Looking. It needs no right to write, creates no store, and finds one as it is at one moment
     * or later.
     */
    READING,

    /** Changing: refused at once where this user may not. */
    WRITING
}
