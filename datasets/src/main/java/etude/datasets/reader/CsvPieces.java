package etude.datasets.reader;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * The bytes of a table in pieces that end where lines do, for no byte of a longer UTF-8 character
 * is a line end. The first pieces are small: often no more than the header is wanted.
 */
final class CsvPieces implements AutoCloseable {
    private static final int SMALLEST = 1 << 13;
    private static final int USUAL = 1 << 18;

    /** No line of {@link CsvRows#LONGEST_ROW} characters has more, without a quote in it. */
    private static final int LONGEST_LINE = 3 * CsvRows.LONGEST_ROW;

    /**
     * Some lines.
     *
     * @param length how many of the bytes are theirs
     * @param ended whether all of them have an end; else the last is too long
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Piece(byte[] bytes, int length, boolean ended) {}

    private final InputStream in;
    private byte[] begun = new byte[0];
    private int wanted = SMALLEST;
    private boolean complete;

    private CsvPieces(InputStream in) {
        this.in = in;
    }

    static CsvPieces open(Path path) throws IOException {
        return new CsvPieces(SourceFiles.open(path));
    }

    /**
     * The next piece; empty after the last one, whose end is the file's.
     *
     * @param room for its bytes, unless it is too small
     */
    Optional<Piece> next(byte[] room) throws IOException {
        if (complete) {
            return Optional.empty();
        }
        int least = Math.max(wanted, 2 * begun.length);
        byte[] bytes = room.length < least ? new byte[least] : room;
        System.arraycopy(begun, 0, bytes, 0, begun.length);
        wanted = Math.min(2 * wanted, USUAL);
        int length = begun.length;
        while (true) {
            length += in.readNBytes(bytes, length, bytes.length - length);
            complete = length < bytes.length;
            int end = complete ? length : afterLastLine(bytes);
            if (end > 0 || complete) {
                begun = Arrays.copyOfRange(bytes, end, length);
                return Optional.of(new Piece(bytes, end, true));
            }
            if (length > LONGEST_LINE) {
                complete = true;
                return Optional.of(new Piece(bytes, length, false));
            }
            bytes = Arrays.copyOf(bytes, 2 * length);
        }
    }

    /** Zero where no line ends. A carriage return at the end may have its line feed behind it. */
    private static int afterLastLine(byte[] bytes) {
        for (int i = bytes.length - 1; i >= 0; i--) {
            if (bytes[i] == '\n' || (bytes[i] == '\r' && i < bytes.length - 1)) {
                return i + 1;
            }
        }
        return 0;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
