package etude.datasets.reader;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A text file, or a part of one.
 *
 * @param from the first byte
 * @param to the byte after the last
 */
public record TextPiece(Path file, long from, long to) {
    private static final int LONGEST_CHARACTER = 4;
    private static final int CONTINUES = 0b10;

    /** Bytes in it. */
    public long bytes() {
        return to - from;
    }

    /**
     * The place of a character's first byte, from {@code at} on: where the piece can be cut.
     *
     * @throws etude.datasets.EtudeException when the file cannot be read
     */
    public long cut(long at) {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
            bytes.seek(at);
            for (int i = 0; i < LONGEST_CHARACTER && at + i < to; i++) {
                if (bytes.read() >>> 6 != CONTINUES) {
                    return at + i;
                }
            }
            return Math.min(to, at);
        } catch (IOException e) {
            throw SourceFiles.unreadable(file, e);
        }
    }

    InputStream open() throws IOException {
        SourceFiles.requireFile(file);
        InputStream in = Files.newInputStream(file);
        try {
            in.skipNBytes(from);
            return new Bounded(in, bytes());
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    /** Ends where the piece does. */
    private static final class Bounded extends FilterInputStream {
        private long left;

        Bounded(InputStream in, long bytes) {
            super(in);
            left = bytes;
        }

        @Override
        public int read() throws IOException {
            if (left <= 0) {
                return -1;
            }
            left--;
            return in.read();
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (left <= 0) {
                return -1;
            }
            int count = in.read(into, offset, (int) Math.min(length, left));
            left -= Math.max(0, count);
            return count;
        }
    }
}
