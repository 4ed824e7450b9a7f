package etude.trainer.distributed;

import com.sun.jna.Pointer;

/**
 * What moves the floats of vectors between ranks: MPI those in memory of the host, NCCL those on
 * GPUs. All ranks call the same method.
 */
sealed interface VectorTransport permits Mpi, Nccl {
    /**
     * Gives each rank the piece that is meant for it.
     *
     * @param pieces one for each rank
     * @param count floats of a piece
     * @param received the piece from each rank, in their order
     */
    void exchange(Pointer pieces, int count, Pointer received);

    /**
     * Gives all ranks the pieces of all, in the order of the ranks.
     *
     * @param count floats of a piece
     */
    void gather(Pointer own, int count, Pointer all);

    /** Makes a vector the sum of those of all ranks, in any order. */
    void add(Pointer vector, long count);

    /** Makes a vector that of rank 0. */
    void broadcast(Pointer vector, long count);
}
