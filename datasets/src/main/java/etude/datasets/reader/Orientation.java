package etude.datasets.reader;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The mark by which a camera says how it was held (Exif 2.32, tag 0x0112): where JPEG, PNG and WebP
 * keep it. A file that says nothing, or nonsense, is upright.
 */
final class Orientation {
    static final int UPRIGHT = 1;

    private static final int TAG = 0x0112;
    private static final int ENTRY_BYTES = 12;

    private Orientation() {}

    /** From 1, upright, to 8. */
    static int of(byte[] file) {
        try {
            return exif(ByteBuffer.wrap(file)).map(Orientation::read).orElse(UPRIGHT);
        } catch (BufferUnderflowException
                | IndexOutOfBoundsException
                | IllegalArgumentException e) {
            return UPRIGHT; // cut short, or lengths that lead nowhere
        }
    }

    private static Optional<ByteBuffer> exif(ByteBuffer file) {
        if (file.remaining() < ENTRY_BYTES) {
            return Optional.empty();
        }
        if (file.getShort(0) == (short) 0xffd8) {
            return jpeg(file.position(2));
        }
        if (file.getInt(0) == 0x89504e47) {
            return png(file.position(8));
        }
        return text(file, 0).equals("RIFF") && text(file, 8).equals("WEBP")
                ? webp(file.order(ByteOrder.LITTLE_ENDIAN).position(12))
                : Optional.empty();
    }

    private static Optional<ByteBuffer> jpeg(ByteBuffer file) {
        while (file.remaining() >= 4) {
            int marker = file.getShort() & 0xffff;
            if (marker < 0xff00 || marker == 0xffda || marker == 0xffd9) {
                return Optional.empty(); // pixels begin
            }
            int length = file.getShort() & 0xffff;
            if (marker == 0xffe1 && length > 8 && text(file, file.position()).equals("Exif")) {
                return Optional.of(file.slice(file.position() + 6, length - 8));
            }
            file.position(file.position() + length - 2);
        }
        return Optional.empty();
    }

    private static Optional<ByteBuffer> png(ByteBuffer file) {
        while (file.remaining() >= 8) {
            int length = file.getInt();
            String type = text(file, file.position());
            file.position(file.position() + 4);
            if (type.equals("eXIf")) {
                return Optional.of(file.slice(file.position(), length));
            }
            file.position(Math.addExact(file.position() + 4, length)); // after its checksum
        }
        return Optional.empty();
    }

    private static Optional<ByteBuffer> webp(ByteBuffer file) {
        while (file.remaining() >= 8) {
            String type = text(file, file.position());
            int length = file.position(file.position() + 4).getInt();
            if (type.equals("EXIF")) {
                boolean named = text(file, file.position()).equals("Exif");
                int skipped = named ? 6 : 0;
                return Optional.of(file.slice(file.position() + skipped, length - skipped));
            }
            file.position(Math.addExact(file.position(), length + length % 2));
        }
        return Optional.empty();
    }

    /** The first directory of a TIFF file. */
    private static int read(ByteBuffer tiff) {
        String order = new String(new byte[] {tiff.get(0), tiff.get(1)}, StandardCharsets.US_ASCII);
        tiff.order(order.equals("II") ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int directory = tiff.getInt(4);
        int entries = tiff.getShort(directory) & 0xffff;
        for (int i = 0; i < entries; i++) {
            int entry = directory + 2 + i * ENTRY_BYTES;
            if ((tiff.getShort(entry) & 0xffff) == TAG) {
                int value = tiff.getShort(entry + 8);
                return value >= UPRIGHT && value <= 8 ? value : UPRIGHT;
            }
        }
        return UPRIGHT;
    }

    private static String text(ByteBuffer file, int at) {
        byte[] four = new byte[4];
        file.get(at, four);
        return new String(four, StandardCharsets.US_ASCII);
    }
}
