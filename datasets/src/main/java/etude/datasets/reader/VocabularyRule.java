package etude.datasets.reader;

import etude.datasets.encoding.Vocabulary;
import etude.datasets.subword.BytePairLearner;
import etude.datasets.subword.BytePairs;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;

/** Where the vocabulary of a text comes from. */
public sealed interface VocabularyRule {
    /** What the tokens depend on besides the text: part of the name of the cache file. */
    String key();

    /**
     * The vocabulary of a text that is read for the first time.
     *
     * @param parts of the text, that which trains first
     */
    Vocabulary of(List<List<TextPiece>> parts);

    /** The vocabulary that {@link #written} tells of. */
    Vocabulary read(String written);

    /** What a cache file must remember of the vocabulary. */
    String written(Vocabulary vocabulary);

    /** One that is known before. */
    record Known(Vocabulary vocabulary) implements VocabularyRule {
        @Override
        public String key() {
            return "known " + description(vocabulary);
        }

        private static String description(Vocabulary vocabulary) {
            if (vocabulary instanceof Vocabulary.Ended ended) {
                return "ended " + description(ended.vocabulary());
            }
            if (vocabulary instanceof Vocabulary.Subwords subwords) {
                return subwords.tokenizer().json();
            }
            return vocabulary instanceof Vocabulary.Characters characters
                    ? Arrays.toString(characters.codePoints())
                    : "bytes";
        }

        @Override
        public Vocabulary of(List<List<TextPiece>> parts) {
            return vocabulary;
        }

        @Override
        public Vocabulary read(String written) {
            return vocabulary;
        }

        @Override
        public String written(Vocabulary made) {
            return "";
        }
    }

    /** All characters of the text, and the end of one. */
    record AllCharacters() implements VocabularyRule {
        @Override
        public String key() {
            return "characters";
        }

        @Override
        public Vocabulary of(List<List<TextPiece>> parts) {
            BitSet seen = new BitSet();
            NamedProblems problems = new NamedProblems("files");
            parts.forEach(
                    part -> each(part, problems, chunk -> chunk.codePoints().forEach(seen::set)));
            problems.requireNone();
            return ended(seen.stream().toArray());
        }

        @Override
        public Vocabulary read(String written) {
            return ended(written.codePoints().toArray());
        }

        private static Vocabulary ended(int[] codePoints) {
            return new Vocabulary.Ended(new Vocabulary.Characters(codePoints));
        }

        @Override
        public String written(Vocabulary made) {
            int[] points = new int[made.size() - 1];
            Arrays.setAll(points, token -> token);
            return made.decode(points);
        }
    }

    /** Byte pairs that are learnt from what trains, and from nothing else. */
    record Learnt(int size) implements VocabularyRule {
        @Override
        public String key() {
            return "byte pairs " + size;
        }

        @Override
        public Vocabulary of(List<List<TextPiece>> parts) {
            BytePairLearner learner = new BytePairLearner();
            NamedProblems problems = new NamedProblems("files");
            each(parts.get(0), problems, learner::add);
            parts.stream().skip(1).forEach(part -> each(part, problems, chunk -> {}));
            problems.requireNone(); // of all files at once, before what takes time
            return new Vocabulary.Subwords(learner.learn(size));
        }

        @Override
        public Vocabulary read(String written) {
            return new Vocabulary.Subwords(BytePairs.read(written));
        }

        @Override
        public String written(Vocabulary made) {
            return ((Vocabulary.Subwords) made).tokenizer().json();
        }
    }

    private static void each(
            List<TextPiece> part, NamedProblems problems, Consumer<String> chunks) {
        for (TextPiece piece : part) {
            problems.unless(() -> TextChunks.read(piece, chunks));
        }
    }
}
