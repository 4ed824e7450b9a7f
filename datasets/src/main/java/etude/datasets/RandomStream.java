package etude.datasets;

/**
 * The independent sources of randomness of a run. A random value is a pure function of (seed,
 * stream, position), so nothing has to be saved to resume: see {@link #seed}.
 */
public enum RandomStream {
    SPLIT(1),
    ORDER(2),
    AUGMENTATION(3),
    DROPOUT(4),
    INITIALIZATION(5),
    SEARCH(6),
    GENERATED(7),
    GENERATION(8);

    /** Written out so that reordering the constants cannot change anybody's numbers. */
    private final long id;

    RandomStream(long id) {
        this.id = id;
    }

    /** A well-mixed 64-bit seed for this stream at this position. */
    public long seed(long seed, long position) {
        return mix(mix(mix(seed) + id * 0x9E3779B97F4A7C15L) + position * 0xD1B54A32D192ED03L);
    }

    /** The finaliser of SplitMix64 (Steele, Lea and Flood 2014), a bijection of 64-bit words. */
    public static long mix(long word) {
        long z = word + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
