package etude.datasets;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** 64 bits that equal features have in common, and hardly any others. */
public final class FeatureHash {
    private static final VarHandle WORDS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private FeatureHash() {}

    /** Of a batch of one example. */
    static long of(Batch batch) {
        Features features = batch.spec().features();
        if (features instanceof Features.Image) {
            return of(batch.images());
        }
        long hash = 0;
        if (features instanceof Features.Vector) {
            for (float value : batch.vectors()) {
                hash = RandomStream.mix(hash ^ Float.floatToIntBits(value));
            }
        } else {
            for (int token : batch.tokens()) {
                hash = RandomStream.mix(hash ^ token);
            }
        }
        return hash;
    }

    /** Eight bytes a step. */
    public static long of(byte[] bytes) {
        long hash = bytes.length;
        int index = 0;
        for (; index + Long.BYTES <= bytes.length; index += Long.BYTES) {
            hash = RandomStream.mix(hash ^ (long) WORDS.get(bytes, index));
        }
        for (; index < bytes.length; index++) {
            hash = RandomStream.mix(hash ^ bytes[index]);
        }
        return hash;
    }
}
