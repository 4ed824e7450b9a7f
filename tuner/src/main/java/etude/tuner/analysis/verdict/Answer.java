package etude.tuner.analysis.verdict;

/** What a question is answered, in one sentence, and what to do about it. */
public sealed interface Answer {
    /** The answer in one or two words, for programs. */
    String word();

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
    record Good(String sentence) implements Answer {
        @Override
        public String word() {
            return "good";
        }
    }

    /** Look at it before relying on the study. */
    record Attention(String sentence, String advice) implements Answer {
        @Override
        public String word() {
            return "attention";
        }
    }

    /** Do something before relying on the study. */
    record Problem(String sentence, String advice) implements Answer {
        @Override
        public String word() {
            return "problem";
        }
    }

    /** The measurements do not tell; the advice is what would. */
    record NotKnown(String sentence, String advice) implements Answer {
        @Override
        public String word() {
            return "not_known";
        }
    }
}
