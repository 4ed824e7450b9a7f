package etude.trainer.distributed;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import etude.datasets.EtudeException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * NVIDIA's library for vectors on GPUs, one for each process, which must be the current one: a rank
 * sees no other. Everything runs on the default stream, as PyTorch's own work does, so it comes
 * after the gradients and before the update without the CPU waiting. Functions are those of the
 * NCCL user guide; no card has seen this yet (docs/gpu.md).
 */
final class Nccl implements VectorTransport {
    /** Of its own, or within PyTorch's. */
    static final List<String> LIBRARIES = List.of("libnccl.so.2", "torch_cuda");

    /** ncclFloat32. */
    private static final int FLOAT = 7;

    /** ncclSum. */
    private static final int SUM = 0;

    /** ncclInProgress is no answer of blocking communicators. */
    private static final int SUCCESS = 0;

    private static final Pointer DEFAULT_STREAM = Pointer.NULL;

    private final NativeLibrary library;
    private final int ranks;
    private Pointer communicator = Pointer.NULL;

    private Nccl(NativeLibrary library, int ranks) {
        this.library = library;
        this.ranks = ranks;
    }

    /**
     * Joins the others; waits for all of them.
     *
     * @param libraries the first that is there is taken
     * @param first gives all ranks what rank 0 gives
     * @throws EtudeException when there is no such library, or it finds no way
     */
    static Nccl join(List<String> libraries, int rank, int ranks, Function<byte[], byte[]> first) {
        Nccl nccl = new Nccl(load(libraries), ranks);
        NcclUniqueId id = new NcclUniqueId();
        if (rank == 0) {
            nccl.call("ncclGetUniqueId", id.getPointer());
            id.read();
        }
        id.internal = first.apply(id.internal);
        PointerByReference communicator = new PointerByReference();
        nccl.call("ncclCommInitRank", communicator, ranks, id, rank);
        nccl.communicator = communicator.getValue();
        return nccl;
    }

    private static NativeLibrary load(List<String> names) {
        return names.stream()
                .flatMap(name -> find(name).stream())
                .findFirst()
                .orElseThrow(
                        () ->
                                new EtudeException(
                                        "several ranks on GPUs need NCCL, and none of %s has it; install NVIDIA's libnccl2, or name its folder in LD_LIBRARY_PATH"
                                                .formatted(String.join(", ", names))));
    }

    private static Optional<NativeLibrary> find(String name) {
        try {
            NativeLibrary library = NativeLibrary.getInstance(name);
            library.getFunction("ncclCommInitRank");
            return Optional.of(library);
        } catch (UnsatisfiedLinkError e) {
            return Optional.empty();
        }
    }

    private void call(String function, Object... arguments) {
        int error = library.getFunction(function).invokeInt(arguments);
        if (error != SUCCESS) {
            throw new EtudeException(
                    "%s failed: %s; NCCL_DEBUG=WARN says more"
                            .formatted(
                                    function,
                                    library.getFunction("ncclGetErrorString")
                                            .invokeString(new Object[] {error}, false)));
        }
    }

    @Override
    public void exchange(Pointer pieces, int count, Pointer received) {
        call("ncclGroupStart");
        for (int rank = 0; rank < ranks; rank++) {
            long place = (long) Float.BYTES * count * rank;
            call(
                    "ncclSend",
                    at(pieces, place),
                    (long) count,
                    FLOAT,
                    rank,
                    communicator,
                    DEFAULT_STREAM);
            call(
                    "ncclRecv",
                    at(received, place),
                    (long) count,
                    FLOAT,
                    rank,
                    communicator,
                    DEFAULT_STREAM);
        }
        call("ncclGroupEnd");
    }

    /** A place in memory that the CPU must not read. */
    private static Pointer at(Pointer start, long bytes) {
        return new Pointer(Pointer.nativeValue(start) + bytes);
    }

    @Override
    public void gather(Pointer own, int count, Pointer all) {
        call("ncclAllGather", own, all, (long) count, FLOAT, communicator, DEFAULT_STREAM);
    }

    @Override
    public void add(Pointer vector, long count) {
        call("ncclAllReduce", vector, vector, count, FLOAT, SUM, communicator, DEFAULT_STREAM);
    }

    @Override
    public void broadcast(Pointer vector, long count) {
        call("ncclBroadcast", vector, vector, count, FLOAT, 0, communicator, DEFAULT_STREAM);
    }

    void end() {
        call("ncclCommDestroy", communicator);
    }
}
