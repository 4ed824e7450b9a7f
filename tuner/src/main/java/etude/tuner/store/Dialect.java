package etude.tuner.store;

import java.sql.Connection;
import java.sql.SQLException;

/** What differs between the databases that can hold a store. */
interface Dialect extends AutoCloseable {
    /** Connects, ready for use; whatever can be checked without reading is checked. */
    Connection connect() throws SQLException;

    /** Replaces the names in <code>${...}</code> by this database's words. */
    String sql(String template);

    /** Waits until it is this process's turn to write, where that is quicker than trying. */
    Turn turn();

    /** Begins a transaction that will write. */
    void begin(Connection connection) throws SQLException;

    /** Makes the transaction durable and visible. */
    void commit(Connection connection) throws SQLException;

    /** Undoes the transaction. */
    void rollback(Connection connection) throws SQLException;

    /** Makes other processes wait that come here before this transaction ends. */
    void prepareForSchema(Session session) throws SQLException;

    /**
     * Refuses where this user may not do what is about to be done to a store that is there.
     *
     * @throws etude.datasets.EtudeException which names who could
     */
    void require(Right right, Session session) throws SQLException;

    /** Says in a sentence that there is no store to look at. */
    String absence();

    /** Says in a sentence what an error means. */
    Trouble diagnose(SQLException error);

    /** What the store is opened for. */
    Access access();

    /** The location as the user may see it. */
    StoreLocation location();

    /** Gives up what was kept beside connections. */
    @Override
    void close();

    /** What only some users may do. */
    enum Right {
        /** Change the tables of a store of an earlier version. */
        UPGRADE,

        /** Complete the trials that it kept. */
        COMPLETE,

        /** Add trials and work on them. */
        WORK
    }

    /** Ends when closed. */
    interface Turn extends AutoCloseable {
        /** Nobody has to wait. */
        Turn NONE = () -> {};

        @Override
        void close();
    }
}
