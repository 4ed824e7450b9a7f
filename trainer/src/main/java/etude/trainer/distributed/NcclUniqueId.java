package etude.trainer.distributed;

import com.sun.jna.Structure;
import com.sun.jna.Structure.FieldOrder;

/** By what the ranks of a communicator of NCCL find each other; public, since JNA asks for that. */
@FieldOrder("internal")
public final class NcclUniqueId extends Structure implements Structure.ByValue {
    private static final int BYTES = 128;

    /** The whole content, whose meaning is NCCL's. */
    public byte[] internal = new byte[BYTES];
}
