package etude.trainer.checkpoint;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** The types of a safetensors file that are read as float32. */
enum ElementType {
    F32(Float.BYTES) {
        @Override
        float read(ByteBuffer bytes) {
            return bytes.getFloat();
        }
    },
    F64(Double.BYTES) {
        @Override
        float read(ByteBuffer bytes) {
            return (float) bytes.getDouble();
        }
    },
    BF16(Short.BYTES) {
        @Override
        float read(ByteBuffer bytes) {
            return Float.intBitsToFloat(bytes.getShort() << Short.SIZE);
        }
    },
    F16(Short.BYTES) {
        /** IEEE 754 binary16: a sign, five bits of exponent, ten of fraction. */
        @Override
        float read(ByteBuffer bytes) {
            int bits = bytes.getShort();
            int exponent = (bits >> 10) & 0x1f;
            int fraction = bits & 0x3ff;
            float magnitude =
                    exponent == 0x1f
                            ? (fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN)
                            : exponent == 0
                                    ? Math.scalb((float) fraction, -24)
                                    : Math.scalb((float) (fraction | 0x400), exponent - 25);
            return bits < 0 ? -magnitude : magnitude;
        }
    };

    private final int bytes;

    ElementType(int bytes) {
        this.bytes = bytes;
    }

    /** The type of a file's word for it; empty for those of whole numbers, truths and others. */
    static Optional<ElementType> of(String word) {
        return Arrays.stream(values()).filter(type -> type.name().equals(word)).findFirst();
    }

    /** Of one element. */
    int bytes() {
        return bytes;
    }

    /** The next element of a little-endian buffer. */
    abstract float read(ByteBuffer bytes);
}
