package etude.trainer.config.bind;

import java.util.HexFormat;

/** Which characters are shown as they are, and how the others are written. */
final class Unicode {
    private Unicode() {}

    /**
     * Whether a character has a shape, or is the space. Not those that steer a terminal, break a
     * line, change the direction of text, or have no meaning by themselves.
     */
    static boolean isVisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            case Character.SPACE_SEPARATOR -> codePoint == ' ';
            default -> true;
        };
    }

    /** Writes the escape that YAML knows within double quotes. */
    static void appendEscape(StringBuilder out, int codePoint) {
        boolean basic = Character.isBmpCodePoint(codePoint);
        out.append(basic ? "\\u" : "\\U")
                .append(HexFormat.of().toHexDigits(codePoint, basic ? 4 : 8));
    }
}
