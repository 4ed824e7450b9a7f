package etude.datasets.pipeline;

import etude.datasets.RandomStream;

/**
 * A random permutation of [0, size) that is computed, not stored: constant memory, any element at
 * any time.
 *
 * <p>A balanced Feistel network (Luby and Rackoff 1988) permutes the smallest domain of 4^h
 * elements that holds the size; results outside [0, size) are encrypted again until they fall
 * inside (cycle walking, Black and Rogaway 2002), fewer than four times on average.
 *
 * @param size number of elements, at least 1
 * @param key well-mixed bits that choose the permutation
 */
public record Permutation(int size, long key) {
    /** Four rounds make it pseudorandom; twice that also mixes domains of a few elements. */
    private static final int ROUNDS = 8;

    public Permutation {
        if (size < 1) {
            throw new IllegalArgumentException("size must be at least 1, found " + size);
        }
    }

    /** The element at {@code position}, which must lie in [0, size). */
    public int at(int position) {
        if (position < 0 || position >= size) {
            throw new IndexOutOfBoundsException(
                    "position must be in [0, " + size + "), found " + position);
        }
        int halfBits = halfBits();
        long value = position;
        do {
            value = encrypt(value, halfBits);
        } while (value >= size);
        return (int) value;
    }

    private int halfBits() {
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(size - 1);
        return Math.max(1, (bits + 1) / 2);
    }

    private long encrypt(long value, int halfBits) {
        long mask = (1L << halfBits) - 1;
        long left = value >>> halfBits;
        long right = value & mask;
        for (long round = 0; round < ROUNDS; round++) {
            long next = left ^ (RandomStream.mix(key + (round << 32) + right) & mask);
            left = right;
            right = next;
        }
        return left << halfBits | right;
    }
}
