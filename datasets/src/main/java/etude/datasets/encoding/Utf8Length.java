package etude.datasets.encoding;

/** How many bytes a character takes in UTF-8. */
public final class Utf8Length {
    private Utf8Length() {}

    /** Those of a code point. */
    public static int of(int codePoint) {
        if (codePoint < 0x80) {
            return 1;
        }
        if (codePoint < 0x800) {
            return 2;
        }
        return codePoint < 0x10000 ? 3 : 4;
    }
}
