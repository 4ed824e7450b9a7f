package etude.datasets.image;

/**
 * Bytes of a picture in height, width, channel order, from {@code offset} on. Never compared.
 *
 * @param ownHeight its height before it was stretched to this one; the same where it was not
 * @param ownWidth likewise
 */
@SuppressWarnings("ArrayRecordComponent")
public record Picture(
        byte[] bytes,
        int offset,
        int height,
        int width,
        int channels,
        int ownHeight,
        int ownWidth) {
    /** One that was not stretched. */
    public Picture(byte[] bytes, int offset, int height, int width, int channels) {
        this(bytes, offset, height, width, channels, height, width);
    }
}
