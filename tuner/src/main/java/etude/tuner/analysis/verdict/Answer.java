package etude.tuner.analysis.verdict;

/** What a question is answered, in one sentence, and what to do about it. */
public sealed interface Answer {
    String sentence();

    /** What to do; empty where nothing is. */
    default String advice() {
        return "";
    }

    /** What has to be looked at, or is a problem already. */
    static Answer concern(boolean problem, String sentence, String advice) {
        return problem ? new Problem(sentence, advice) : new Attention(sentence, advice);
    }

    /** Nothing has to be done. */
    record Good(String sentence) implements Answer {}

    /** Look at it before relying on the study. */
    record Attention(String sentence, String advice) implements Answer {}

    /** Do something before relying on the study. */
    record Problem(String sentence, String advice) implements Answer {}

    /** The measurements do not tell; the advice is what would. */
    record NotKnown(String sentence, String advice) implements Answer {}
}
