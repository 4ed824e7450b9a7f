package etude.trainer.distributed;

import ai.djl.ndarray.NDArray;
import etude.datasets.EtudeException;
import etude.trainer.config.DistributedConfig;
import etude.trainer.engine.MemoryFailure;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The processes that train one model together, as one of them sees them. Every method but the first
 * five, {@link #awaiting} and {@link #fail} must be called by all ranks, in the same order, from
 * the thread that joined; it returns once all have called it.
 *
 * <p>Each of them throws a {@link RankLostException} where another rank does not answer in time,
 * and a {@link RankFailedException} where one has called {@link #fail}.
 */
public sealed interface Ranks permits OneRank, MpiRanks {
    /** A process by itself. */
    static Ranks alone() {
        return new OneRank();
    }

    /**
     * Joins the ranks that a launcher has started together with this process; alone where none has.
     *
     * @param environment of this process
     * @param lastWords told why this process is about to end, where nothing else can say it
     */
    static Ranks join(Map<String, String> environment, Consumer<String> lastWords) {
        return Launcher.of(environment)
                .<Ranks>map(launcher -> MpiRanks.join(launcher.size(), lastWords))
                .orElseGet(Ranks::alone);
    }

    /** Whether a launcher has started this process together with others. */
    static boolean areLaunched(Map<String, String> environment) {
        return Launcher.of(environment).isPresent();
    }

    /** Number of this process, from 0. */
    int rank();

    /** How many processes there are. */
    int size();

    /** How many of them are on this host. */
    int onThisHost();

    /** Number of this process among those on this host, from 0. */
    int rankOnThisHost();

    /** Where the processes are, such as {@code 0 to 3 on a, 4 on b}. */
    String places();

    /** Whether this is the process that writes logs, checkpoints and reports. */
    default boolean leads() {
        return rank() == 0;
    }

    /** How gradients are added and how long a rank waits for another, from now on. */
    void use(DistributedConfig config);

    /** Whether any rank says yes. */
    boolean agree(boolean yes);

    /** What rank 0 gives. */
    byte[] broadcast(byte[] ofFirst);

    /** Overwrites a float32 vector by that of rank 0. */
    void broadcast(NDArray vector);

    /** What all ranks give, in their order, at rank 0; empty at the others. */
    List<byte[]> gather(byte[] own);

    /** The largest of all ranks' numbers. */
    double largest(double own);

    /**
     * Adds vectors of all ranks in place: see {@link VectorSum}.
     *
     * @param gradients how many entries, from the first, are gradients, which may travel rounded
     */
    VectorSum sum(NDArray vector, long gradients);

    /**
     * Waits for the device, on which sums may be under way: where another rank never comes to them,
     * this process ends as it does in a sum. Others need not call it.
     */
    <T> T awaiting(Supplier<T> device);

    /** Tells the others that this rank cannot go on, unless they know. */
    void fail(String why);

    /** Likewise, for what was thrown. */
    default void fail(Throwable failure) {
        fail(
                MemoryFailure.detail(failure)
                        .orElseGet(
                                () ->
                                        failure instanceof EtudeException
                                                ? String.valueOf(failure.getMessage())
                                                : failure.toString()));
    }

    /**
     * Takes leave of the others; the last call.
     *
     * @param exitCode of this process
     * @return that of rank 0, with which all are to exit; 1 where that is gone
     */
    int leave(int exitCode);
}
