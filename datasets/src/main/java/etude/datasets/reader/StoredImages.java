package etude.datasets.reader;

import etude.datasets.image.Picture;
import java.util.Optional;
import java.util.OptionalLong;

/** The images of one cache file, by the numbers of their records. Safe for many threads. */
sealed interface StoredImages permits DecodedImages, EncodedImages {
    /** Writes an example's bytes, (height, width, channel), to {@code into[offset...]}. */
    void read(int record, byte[] into, int offset);

    /** The whole picture as a square; empty where none is asked for. */
    Optional<Picture> whole(int record);

    /**
     * 64 bits that equal pictures have in common; empty where reading an example costs no more than
     * a copy.
     */
    OptionalLong hash(int record);
}
