package etude.datasets;

/** The shape of one example's input. */
public sealed interface Features {
    /**
     * Numbers stored for one example: bytes of an image, floats of a vector, tokens of a window.
     */
    int elements();

    /** Unsigned bytes in height, width, channel order. */
    record Image(int height, int width, int channels) implements Features {
        @Override
        public int elements() {
            return height * width * channels;
        }
    }

    /** {@code length} 32-bit floats. */
    record Vector(int length) implements Features {
        @Override
        public int elements() {
            return length;
        }
    }

    /** A window of {@code length} tokens, each in {@code [0, vocabularySize)}. */
    record Tokens(int length, int vocabularySize) implements Features {
        @Override
        public int elements() {
            return length;
        }
    }
}
