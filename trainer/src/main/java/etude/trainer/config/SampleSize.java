package etude.trainer.config;

import java.util.OptionalInt;

/** The size of a fixed sample, or empty for all examples. */
public record SampleSize(OptionalInt count) {
    public SampleSize {
        if (count.isPresent() && count.getAsInt() < 0) {
            throw new IllegalArgumentException(
                    "must be all or at least 0, found " + count.getAsInt());
        }
    }

    /** How many of {@code available} examples to use. */
    public int of(int available) {
        return Math.min(count.orElse(available), available);
    }
}
