package etude.trainer.distributed;

import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import etude.datasets.EtudeException;
import etude.trainer.engine.Environment;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The functions of Open MPI that ranks need, from the one thread that started it. A mistake in a
 * call ends all processes, as MPI has it by default.
 */
final class Mpi implements VectorTransport {
    private static final String LIBRARY = "libmpi.so.40";

    /** RTLD_LAZY and RTLD_GLOBAL: its plugins look for its symbols. */
    private static final int VISIBLE_TO_PLUGINS = 0x101;

    /** MPI_THREAD_FUNNELED. */
    private static final int ONE_THREAD = 1;

    /** MPI_IN_PLACE. */
    private static final Pointer IN_PLACE = new Pointer(1);

    /** MPI_STATUS_IGNORE and MPI_STATUSES_IGNORE. */
    private static final Pointer NO_STATUS = Pointer.NULL;

    /** Counts are ints, and buffers of some transports too. */
    private static final long MOST = 1L << 28;

    private static final int LONGEST_NAME = 256;

    private final NativeLibrary library;
    private final Pointer world;
    private final Pointer bytes;
    private final Pointer floats;

    /**
     * One for all questions: hundreds in each wait would split the memory that tensors come from.
     */
    private final Memory flag = new Memory(Integer.BYTES);

    private Mpi(NativeLibrary library) {
        this.library = library;
        world = handle("ompi_mpi_comm_world");
        bytes = handle("ompi_mpi_byte");
        floats = handle("ompi_mpi_float");
    }

    /**
     * Starts it in this process, which waits until all processes have.
     *
     * @throws EtudeException when the library is not there
     */
    static Mpi start() {
        // UCX would take SIGSEGV, by which Java notices a null (ucx issue 3337)
        Environment.set("UCX_ERROR_SIGNALS", "");
        Mpi mpi;
        try {
            mpi =
                    new Mpi(
                            NativeLibrary.getInstance(
                                    LIBRARY,
                                    Map.of(Library.OPTION_OPEN_FLAGS, VISIBLE_TO_PLUGINS)));
        } catch (UnsatisfiedLinkError e) {
            throw new EtudeException(
                    "this process was started as one of several ranks, and needs Open MPI's library %s to find the others, which does not load (%s); install Open MPI (openmpi-bin) on this host or name its folder in LD_LIBRARY_PATH"
                            .formatted(LIBRARY, e.getMessage()),
                    e);
        }
        mpi.call("MPI_Init_thread", Pointer.NULL, Pointer.NULL, ONE_THREAD, new IntByReference());
        return mpi;
    }

    private Pointer handle(String name) {
        return library.getGlobalVariableAddress(name);
    }

    private void call(String function, Object... arguments) {
        int error = library.getFunction(function).invokeInt(arguments);
        if (error != 0) {
            throw new IllegalStateException(function + " failed with " + error);
        }
    }

    int rank() {
        IntByReference rank = new IntByReference();
        call("MPI_Comm_rank", world, rank);
        return rank.getValue();
    }

    int size() {
        IntByReference size = new IntByReference();
        call("MPI_Comm_size", world, size);
        return size.getValue();
    }

    /** This host's name. */
    String host() {
        try (Memory name = new Memory(LONGEST_NAME)) {
            call("MPI_Get_processor_name", name, new IntByReference());
            return name.getString(0, StandardCharsets.UTF_8.name());
        }
    }

    /** As many bytes of each rank, in their order. */
    void allGatherBytes(Pointer own, int count, Pointer all) {
        call("MPI_Allgather", own, count, bytes, all, count, bytes, world);
    }

    @Override
    public void exchange(Pointer pieces, int count, Pointer received) {
        call("MPI_Alltoall", pieces, count, floats, received, count, floats, world);
    }

    @Override
    public void gather(Pointer own, int count, Pointer all) {
        call("MPI_Allgather", own, count, floats, all, count, floats, world);
    }

    @Override
    public void add(Pointer vector, long count) {
        for (long from = 0; from < count; from += MOST) {
            int piece = (int) Math.min(MOST, count - from);
            Pointer start = vector.share(Float.BYTES * from);
            call("MPI_Allreduce", IN_PLACE, start, piece, floats, handle("ompi_mpi_op_sum"), world);
        }
    }

    @Override
    public void broadcast(Pointer vector, long count) {
        broadcastBytes(vector, Float.BYTES * count);
    }

    /** Those of rank 0, at all. */
    void broadcastBytes(Pointer data, long count) {
        for (long from = 0; from < count; from += MOST) {
            int piece = (int) Math.min(MOST, count - from);
            call("MPI_Bcast", data.share(from), piece, bytes, 0, world);
        }
    }

    /**
     * Bytes of each rank, at rank 0.
     *
     * @param counts how many of each
     */
    void gatherBytes(byte[] own, int[] counts, byte[] all) {
        int[] places = new int[counts.length];
        for (int rank = 1; rank < places.length; rank++) {
            places[rank] = places[rank - 1] + counts[rank - 1];
        }
        call("MPI_Gatherv", own, own.length, bytes, all, counts, places, bytes, 0, world);
    }

    /** Begins to send; the request says when the bytes may change again. */
    void send(Pointer data, int count, int rank, Pointer request) {
        call("MPI_Isend", data, count, bytes, rank, 0, world, request);
    }

    /** Begins to receive; the request says when they are here. */
    void receive(Pointer data, int count, int rank, Pointer request) {
        call("MPI_Irecv", data, count, bytes, rank, 0, world, request);
    }

    /** Whether all requests are done; only then are they spent. */
    boolean done(Pointer requests, int count) {
        call("MPI_Testall", count, requests, flag, NO_STATUS);
        return flag.getInt(0) != 0;
    }

    /** Whether one request is done. */
    boolean done(Pointer request) {
        call("MPI_Test", request, flag, NO_STATUS);
        return flag.getInt(0) != 0;
    }

    /** Ends it; all ranks must come here. */
    void end() {
        call("MPI_Finalize");
    }
}
