package etude.datasets.reader;

import etude.datasets.encoding.Utf8Length;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Strict, streaming UTF-8, which knows where it is. */
final class Utf8 {
    private static final int CHUNK = 1 << 16;

    private final InputStream in;
    private final CharsetDecoder decoder =
            StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT);
    private final ByteBuffer input = ByteBuffer.allocate(CHUNK).limit(0);
    private final CharBuffer output = CharBuffer.allocate(CHUNK);
    private long offset;
    private long line = 1;

    private Utf8(InputStream in) {
        this.in = in;
    }

    /** Takes one character and the byte it begins at, counted from 0. */
    @FunctionalInterface
    interface Sink {
        void accept(int codePoint, long offset);
    }

    /** The first byte that is no UTF-8: offset from 0, line from 1. */
    record Malformed(long offset, long line, int value) {
        /** The same, in a file of which this much was not read. */
        Malformed from(long skipped) {
            return new Malformed(skipped + offset, line, value);
        }

        String words() {
            return "byte 0x%02x at offset %d".formatted(value, offset);
        }
    }

    /** Passes every character to the sink, up to the end or the first byte that is no UTF-8. */
    static Optional<Malformed> scan(InputStream in, Sink sink) throws IOException {
        return new Utf8(in).scan(sink);
    }

    private Optional<Malformed> scan(Sink sink) throws IOException {
        boolean end = false;
        while (true) {
            CoderResult result = decoder.decode(input, output, end);
            drain(sink);
            if (result.isError()) {
                return Optional.of(new Malformed(offset, line, input.get(input.position()) & 0xff));
            }
            if (result.isUnderflow()) {
                if (end) {
                    return Optional.empty();
                }
                end = !fill();
            }
        }
    }

    /** The decoder never splits a surrogate pair, so the output holds whole code points. */
    private void drain(Sink sink) {
        char[] characters = output.array(); // the buffer's own checks would take most of the time
        int end = output.position();
        for (int i = 0; i < end; i++) {
            int codePoint = characters[i];
            if (Character.isHighSurrogate(characters[i])) {
                codePoint = Character.toCodePoint(characters[i], characters[++i]);
            }
            sink.accept(codePoint, offset);
            offset += Utf8Length.of(codePoint);
            if (codePoint == '\n') {
                line++;
            }
        }
        output.clear();
    }

    private boolean fill() throws IOException {
        input.compact();
        int count = in.read(input.array(), input.position(), input.remaining());
        input.position(input.position() + Math.max(count, 0)).flip();
        return count >= 0;
    }
}
