package etude.tuner.text;

/** Text of others on a terminal, where some characters are commands. */
public final class Printable {
    private Printable() {}

    /** One line, with a sign in place of every control character; tabs and line ends are spaces. */
    public static String line(String text) {
        return text.stripTrailing()
                .replaceAll("\\s*\\R\\s*|\t", " ")
                .replaceAll("[\\p{Cntrl}\\u0080-\\u009f]", "\uFFFD");
    }
}
