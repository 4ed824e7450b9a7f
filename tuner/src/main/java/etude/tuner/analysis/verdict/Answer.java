package etude.tuner.analysis.verdict;

import java.util.Optional;

/** What a question is answered, in one sentence, and what to do about it. */
public sealed interface Answer {
    /** The answer in one or two words, for programs. */
    String word();

    String sentence();

    /** What to do; empty where nothing is. */
    default Optional<Remedy> remedy() {
        return Optional.empty();
    }

    /** What has to be looked at, or is a problem already. */
    static Answer concern(boolean problem, String sentence, Remedy remedy) {
        return problem ? new Problem(sentence, remedy) : new Attention(sentence, remedy);
    }

    /** Nothing has to be done. */
    record Good(String sentence) implements Answer {
        @Override
        public String word() {
            return "good";
        }
    }

    /** Look at it before relying on the study. */
    record Attention(String sentence, Remedy advice) implements Answer {
        public Attention(String sentence, String advice) {
            this(sentence, Remedy.of(advice));
        }

        @Override
        public String word() {
            return "attention";
        }

        @Override
        public Optional<Remedy> remedy() {
            return Optional.of(advice);
        }
    }

    /** Do something before relying on the study. */
    record Problem(String sentence, Remedy advice) implements Answer {
        public Problem(String sentence, String advice) {
            this(sentence, Remedy.of(advice));
        }

        @Override
        public String word() {
            return "problem";
        }

        @Override
        public Optional<Remedy> remedy() {
            return Optional.of(advice);
        }
    }

    /** The question needs an even sample of the search space, and there is none. */
    record NotAsked() implements Answer {
        @Override
        public String word() {
            return "not_asked";
        }

        @Override
        public String sentence() {
            return "Not asked: the points were chosen adaptively.";
        }
    }

    /** The measurements do not tell; the advice is what would. */
    record NotKnown(String sentence, Remedy advice) implements Answer {
        public NotKnown(String sentence, String advice) {
            this(sentence, Remedy.of(advice));
        }

        @Override
        public String word() {
            return "not_known";
        }

        @Override
        public Optional<Remedy> remedy() {
            return Optional.of(advice);
        }
    }
}
