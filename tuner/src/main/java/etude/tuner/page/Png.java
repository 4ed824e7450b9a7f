package etude.tuner.page;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

/**
 * Small pictures as PNG files (ISO/IEC 15948), eight bits a channel. ImageIO can do it too, at the
 * price of starting Java's desktop for it.
 */
final class Png {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final int BITS = 8;
    private static final int GREY = 0;
    private static final int TRUE_COLOR = 2;

    private Png() {}

    static byte[] encode(Picture picture) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(SIGNATURE);
        chunk(file, "IHDR", header(picture));
        chunk(file, "IDAT", pixels(picture));
        chunk(file, "IEND", new byte[0]);
        return file.toByteArray();
    }

    private interface Content {
        void write(DataOutputStream out) throws IOException;
    }

    private static byte[] bytes(Content content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            content.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] header(Picture picture) {
        return bytes(
                out -> {
                    out.writeInt(picture.width());
                    out.writeInt(picture.height());
                    out.writeByte(BITS);
                    out.writeByte(picture.channels() == 1 ? GREY : TRUE_COLOR);
                    out.writeByte(0); // compression: deflate
                    out.writeByte(0); // filter: one byte at the start of each row
                    out.writeByte(0); // not interlaced
                });
    }

    /** Rows behind a byte that says they are not filtered. */
    private static byte[] pixels(Picture picture) {
        return bytes(
                out -> {
                    int row = picture.width() * picture.channels();
                    byte[] pixels = picture.pixels();
                    try (DeflaterOutputStream deflated = new DeflaterOutputStream(out)) {
                        for (int y = 0; y < picture.height(); y++) {
                            deflated.write(0);
                            deflated.write(pixels, y * row, row);
                        }
                    }
                });
    }

    /** Length, type, content, and a checksum of the latter two. */
    private static void chunk(ByteArrayOutputStream file, String type, byte[] content) {
        byte[] named =
                bytes(
                        out -> {
                            out.write(type.getBytes(StandardCharsets.US_ASCII));
                            out.write(content);
                        });
        CRC32 checksum = new CRC32();
        checksum.update(named);
        file.writeBytes(bytes(out -> out.writeInt(content.length)));
        file.writeBytes(named);
        file.writeBytes(bytes(out -> out.writeInt((int) checksum.getValue())));
    }
}
