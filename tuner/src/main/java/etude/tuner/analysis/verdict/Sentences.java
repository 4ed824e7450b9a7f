package etude.tuner.analysis.verdict;

/** Small repairs that sentences made of parts need. */
final class Sentences {
    private Sentences() {}

    /** With a capital letter. */
    static String start(String text) {
        return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}
