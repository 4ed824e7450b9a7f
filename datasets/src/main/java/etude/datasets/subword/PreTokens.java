package etude.datasets.subword;

/**
 * Where GPT-2 cuts a text before bytes are merged, so that no token reaches over a word's end
 * (Radford et al. 2019): {@code 's|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+|
 * ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+}
 */
final class PreTokens {
    /** Takes a piece of the text. */
    @FunctionalInterface
    interface Sink {
        void accept(int from, int to);
    }

    private enum Kind {
        LETTER,
        NUMBER,
        SPACE,
        OTHER
    }

    private static final int ASCII = 128;
    private static final Kind[] KINDS = ascii();

    private final String text;
    private final int end;

    private PreTokens(String text, int end) {
        this.text = text;
        this.end = end;
    }

    /** Passes the pieces of {@code text[from, to)}, in their order and without gaps. */
    static void scan(String text, int from, int to, Sink sink) {
        PreTokens tokens = new PreTokens(text, to);
        int start = from;
        while (start < to) {
            int next = tokens.next(start);
            sink.accept(start, next);
            start = next;
        }
    }

    private int next(int start) {
        int contraction = contraction(start);
        if (contraction > start) {
            return contraction;
        }
        Kind kind = kind(start);
        if (kind != Kind.SPACE) {
            return run(start, kind);
        }
        int second = start + 1; // all that is a space is one char
        if (text.charAt(start) == ' ' && second < end && kind(second) != Kind.SPACE) {
            return run(second, kind(second));
        }
        int after = run(start, Kind.SPACE);
        return after == end || after == second ? after : after - 1; // the last goes with the word
    }

    /** The end of an English ending such as 's or 'll, or the start where there is none. */
    private int contraction(int start) {
        if (text.charAt(start) != '\'' || start + 1 >= end) {
            return start;
        }
        char first = text.charAt(start + 1);
        if ("stmd".indexOf(first) >= 0) {
            return start + 2;
        }
        boolean two =
                start + 2 < end
                        && (text.startsWith("re", start + 1)
                                || text.startsWith("ve", start + 1)
                                || text.startsWith("ll", start + 1));
        return two ? start + 3 : start;
    }

    private int run(int start, Kind kind) {
        int at = start;
        while (at < end && kind(at) == kind) {
            at += Character.charCount(text.codePointAt(at));
        }
        return Math.min(at, end);
    }

    private Kind kind(int at) {
        char first = text.charAt(at);
        return first < ASCII ? KINDS[first] : kindOf(text.codePointAt(at));
    }

    private static Kind[] ascii() {
        Kind[] kinds = new Kind[ASCII];
        for (int i = 0; i < ASCII; i++) {
            kinds[i] = kindOf(i);
        }
        return kinds;
    }

    private static Kind kindOf(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.UPPERCASE_LETTER,
                    Character.LOWERCASE_LETTER,
                    Character.TITLECASE_LETTER,
                    Character.MODIFIER_LETTER,
                    Character.OTHER_LETTER ->
                    Kind.LETTER;
            case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER ->
                    Kind.NUMBER;
            case Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    Kind.SPACE;
            case Character.CONTROL -> isControlSpace(codePoint) ? Kind.SPACE : Kind.OTHER;
            default -> Kind.OTHER;
        };
    }

    /** The white space of Unicode that is no separator: tab to carriage return, and next line. */
    private static boolean isControlSpace(int codePoint) {
        return (codePoint >= '\t' && codePoint <= '\r') || codePoint == 0x85;
    }
}
