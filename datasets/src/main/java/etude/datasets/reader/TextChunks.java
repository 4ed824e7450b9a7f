package etude.datasets.reader;

import etude.datasets.CorruptFileException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A text in parts that fit in memory, cut where a tokenizer would cut it anyway: after a line break
 * or before a space that stands alone between two words.
 */
final class TextChunks {
    private static final int USUAL = 1 << 18;

    /** Where so much has no such place, words are cut. */
    private static final int LONGEST = 1 << 24;

    private static final int BYTE_ORDER_MARK = 0xFEFF;

    private final Consumer<String> sink;
    private final StringBuilder text = new StringBuilder();
    private int enough = USUAL;

    private TextChunks(Consumer<String> sink) {
        this.sink = sink;
    }

    /**
     * Passes a piece, without the byte order mark at the beginning of a file.
     *
     * @throws CorruptFileException when it is no UTF-8
     */
    static void read(TextPiece piece, Consumer<String> sink) {
        TextChunks chunks = new TextChunks(sink);
        Optional<Utf8.Malformed> malformed;
        try (InputStream in = piece.open()) {
            malformed =
                    Utf8.scan(
                            in,
                            (codePoint, offset) -> {
                                if (piece.from() + offset > 0 || codePoint != BYTE_ORDER_MARK) {
                                    chunks.add(codePoint);
                                }
                            });
        } catch (IOException e) {
            throw SourceFiles.unreadable(piece.file(), e);
        }
        malformed.ifPresent(
                bad -> {
                    throw new CorruptFileException(
                            piece.file(), "UTF-8 text", bad.from(piece.from()).words());
                });
        chunks.pass(chunks.text.length());
    }

    private void add(int codePoint) {
        text.appendCodePoint(codePoint);
        if (text.length() >= enough) {
            int cut = text.length() < LONGEST ? cut() : text.length();
            pass(cut);
            enough = cut == 0 ? enough + USUAL : text.length() + USUAL;
        }
    }

    private void pass(int end) {
        if (end > 0) {
            sink.accept(text.substring(0, end));
            text.delete(0, end);
        }
    }

    /** The last place to cut, after a line if there is one; 0 where there is none. */
    private int cut() {
        int space = 0;
        for (int at = text.length() - 2; at > 0; at--) {
            char here = text.charAt(at);
            boolean alone =
                    (here == '\n' || (here == ' ' && space == 0))
                            && !isSpace(at - 1)
                            && !isSpace(at + 1);
            if (alone && here == '\n') {
                return at + 1;
            }
            space = alone ? at : space;
        }
        return space;
    }

    private boolean isSpace(int at) {
        char here = text.charAt(at);
        return Character.isWhitespace(here) || Character.isSpaceChar(here) || here == 0x85;
    }
}
