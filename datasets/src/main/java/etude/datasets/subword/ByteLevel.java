package etude.datasets.subword;

/**
 * GPT-2's way to write any byte as a printable character: printable ones of Latin-1 stand for
 * themselves, and the others, in their order, are U+0100 and what follows.
 */
final class ByteLevel {
    private static final int BYTES = 256;
    private static final char[] CHARACTERS = characters();

    private ByteLevel() {}

    private static char[] characters() {
        char[] characters = new char[BYTES];
        int others = 0;
        for (int value = 0; value < BYTES; value++) {
            boolean printable =
                    (value >= '!' && value <= '~')
                            || (value >= 0xa1 && value <= 0xac)
                            || value >= 0xae;
            characters[value] = (char) (printable ? value : BYTES + others);
            others += printable ? 0 : 1;
        }
        return characters;
    }

    static String text(byte[] bytes) {
        StringBuilder text = new StringBuilder(bytes.length);
        for (byte value : bytes) {
            text.append(CHARACTERS[value & 0xff]);
        }
        return text.toString();
    }
}
