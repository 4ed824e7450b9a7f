package etude.datasets;

/** The shape of one example's input. */
public sealed interface Features {
    /**
     * Numbers stored for one example: bytes of an image, floats of a vector, tokens of a window.
     */
    int elements();

    /** What a sentence calls them. */
    String words();

    /** Unsigned bytes in height, width, channel order. */
    record Image(int height, int width, int channels) implements Features {
        @Override
        public int elements() {
            return height * width * channels;
        }

        @Override
        public String words() {
            return "images of %d x %d pixels, %d channel%s"
                    .formatted(height, width, channels, channels == 1 ? "" : "s");
        }
    }

    /** {@code length} 32-bit floats. */
    record Vector(int length) implements Features {
        @Override
        public int elements() {
            return length;
        }

        @Override
        public String words() {
            return "vectors of %d number%s".formatted(length, length == 1 ? "" : "s");
        }
    }

    /** A window of {@code length} tokens, each in {@code [0, vocabularySize)}. */
    record Tokens(int length, int vocabularySize) implements Features {
        @Override
        public int elements() {
            return length;
        }

        @Override
        public String words() {
            return "windows of %d tokens out of %d".formatted(length, vocabularySize);
        }
    }
}
