package etude.datasets.reader;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A piece of a table, cut into rows at line ends and delimiters up to its first quote. The same
 * object takes one piece after the other, for so much new memory would cost more than the cutting.
 */
final class CsvBlock {
    private static final char BYTE_ORDER_MARK = 0xFEFF;

    private CsvPieces.Piece piece = new CsvPieces.Piece(new byte[0], 0, true);
    private char[] characters = new char[0];
    private int length;
    private final CsvCells cells = new CsvCells();

    /** Of each row: the cells up to its end, and the lines before it. */
    private int[] cellEnds = new int[1 << 8];

    private int[] linesBefore = new int[1 << 8];
    private int rows;
    private int lines;

    /** Where the line begins that is being cut; at last, the one that was not. */
    private int lineStart;

    private boolean quoted;

    /**
     * Cuts a piece; the beginning of a file may have a byte order mark, which is no part of it.
     *
     * @return this block
     * @throws CharacterCodingException when it is no UTF-8 text
     */
    CsvBlock cut(CsvPieces.Piece next, char delimiter, boolean first)
            throws CharacterCodingException {
        piece = next;
        decode();
        cells.begin(characters);
        rows = 0;
        lines = 0;
        quoted = false;
        cutRows(first && length > 0 && characters[0] == BYTE_ORDER_MARK ? 1 : 0, delimiter);
        return this;
    }

    private void decode() throws CharacterCodingException {
        byte[] bytes = piece.bytes();
        length = piece.length();
        if (characters.length < length) {
            characters = new char[bytes.length];
        }
        char[] text = characters;
        for (int i = 0; i < length; i++) {
            byte character = bytes[i];
            if (character <= 0) {
                decodeAll();
                return;
            }
            text[i] = (char) character;
        }
    }

    /** Of bytes that are not all characters by themselves. */
    private void decodeAll() throws CharacterCodingException {
        CharBuffer text =
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT)
                        .decode(ByteBuffer.wrap(piece.bytes(), 0, length));
        length = text.remaining();
        text.get(characters, 0, length);
        CsvCharacters.requireText(characters, 0, length);
    }

    private void cutRows(int begin, char delimiter) {
        char[] text = characters;
        int end = length;
        int most = Math.max(delimiter, CsvRows.QUOTE); // no other character ends a cell
        int from = begin;
        lineStart = begin;
        for (int i = begin; i < end; i++) {
            char character = text[i];
            if (character > most) {
                continue;
            }
            if (character == delimiter) {
                cells.add(from, i);
                from = i + 1;
            } else if (character == '\n' || character == '\r') {
                endLine(from, i);
                boolean two = character == '\r' && i + 1 < end && text[i + 1] == '\n';
                i = two ? i + 1 : i;
                from = i + 1;
                lineStart = from;
            } else if (character == CsvRows.QUOTE) {
                cells.keep(cellsBefore(rows));
                quoted = true;
                return;
            }
        }
        if (piece.ended() && lineStart < end) { // the last one of a file
            endLine(from, end);
        }
    }

    /** Its last cell begins at {@code from}; a line without characters is no row. */
    private void endLine(int from, int end) {
        if (end > lineStart) {
            cells.add(from, end);
            if (rows == cellEnds.length) {
                cellEnds = Arrays.copyOf(cellEnds, 2 * rows);
                linesBefore = Arrays.copyOf(linesBefore, 2 * rows);
            }
            cellEnds[rows] = cells.count();
            linesBefore[rows++] = lines;
        }
        lines++;
    }

    private int cellsBefore(int row) {
        return row == 0 ? 0 : cellEnds[row - 1];
    }

    int rows() {
        return rows;
    }

    /** How many lines were cut, with those that are no rows. */
    int lines() {
        return lines;
    }

    /** Shows one of the rows. */
    void show(int row, int linesBeforeBlock, CsvRow in) {
        int first = cellsBefore(row);
        in.show(cells, first, cellEnds[row] - first, 1 + linesBeforeBlock + linesBefore[row]);
    }

    /** Whether it was cut only up to a line with a quote. */
    boolean isQuoted() {
        return quoted;
    }

    /** Whether it holds a line that is too long. */
    boolean isTooLong() {
        return !piece.ended() && !quoted;
    }

    /** Of the whole piece. */
    int bytes() {
        return piece.length();
    }

    /** Room for the bytes of the next piece, when this one is no longer needed. */
    byte[] room() {
        return piece.bytes();
    }

    /** How many bytes stand before the line that was not cut. */
    int bytesCut() {
        return new String(characters, 0, lineStart).getBytes(StandardCharsets.UTF_8).length;
    }
}
