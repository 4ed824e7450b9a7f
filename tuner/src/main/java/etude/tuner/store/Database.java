package etude.tuner.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One connection, used by one thread at a time and replaced after every error. A pool would not
 * help: a worker's threads hand the store a few statements a second.
 */
final class Database implements AutoCloseable {
    /** What is done with a connection; it may run more than once, but takes effect once. */
    interface Work<T> {
        T run(Session session) throws SQLException;
    }

    private final Dialect dialect;
    private final Patience patience;
    private final Schema schema;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Session session;
    private boolean closed;

    Database(Dialect dialect, Patience patience, Schema schema) {
        this.dialect = dialect;
        this.patience = patience;
        this.schema = schema;
    }

    /** Connects and brings the schema up to date; to be closed also when that fails. */
    void open() {
        patiently(
                patience.opening(),
                session -> {
                    schema.bringUpToDate(session, dialect);
                    return true;
                });
    }

    /** Runs work that reads. */
    <T> T run(Work<T> work) {
        return patiently(patience.working(), work);
    }

    /** All rows of one query. */
    <T> List<T> query(Session.Row<T> row, String template, @Nullable Object... values) {
        return run(session -> session.query(row, template, values));
    }

    /** Runs a single statement that writes. */
    <T> T write(Work<T> work) {
        return run(
                session -> {
                    Dialect.Turn turn = dialect.turn();
                    try {
                        return work.run(session);
                    } finally {
                        turn.close();
                    }
                });
    }

    /** Runs work as one transaction: all of it is done and durable, or nothing. */
    <T> T transact(Work<T> work) {
        return write(session -> inTransaction(session, dialect, work));
    }

    static <T> T inTransaction(Session session, Dialect dialect, Work<T> work) throws SQLException {
        Connection connection = session.connection();
        dialect.begin(connection);
        T result;
        try {
            result = work.run(session);
        } catch (RuntimeException e) {
            dialect.rollback(connection);
            throw e;
        } // after an SQLException the connection is closed, which undoes the transaction
        dialect.commit(connection);
        return result;
    }

    private <T> T patiently(Duration limit, Work<T> work) {
        lock.lock();
        try {
            Backoff backoff = new Backoff(limit);
            while (true) {
                try {
                    return work.run(connected());
                } catch (SQLException error) {
                    discardSession();
                    Trouble trouble = dialect.diagnose(error);
                    if (!trouble.passing()) {
                        throw new StoreTroubleException(trouble.sentence(), error);
                    }
                    if (backoff.isOver()) {
                        throw new StoreTroubleException(
                                "%s (tried again for %d s)"
                                        .formatted(trouble.sentence(), limit.toSeconds()),
                                error);
                    }
                    backoff.pause();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private Session connected() throws SQLException {
        if (closed) {
            throw new IllegalStateException("this study store is closed");
        }
        Session current = session;
        if (current == null) {
            current = new Session(dialect.connect(), dialect);
            session = current;
        }
        return current;
    }

    private void discardSession() {
        Session discarded = session;
        session = null;
        if (discarded != null) {
            try {
                discarded.close();
            } catch (SQLException e) {
                // It is being discarded because of an error already, which is the one to report.
            }
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            discardSession();
            dialect.close();
        } finally {
            lock.unlock();
        }
    }
}
