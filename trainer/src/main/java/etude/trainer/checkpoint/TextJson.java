package etude.trainer.checkpoint;

import etude.datasets.encoding.Vocabulary;
import etude.datasets.subword.BytePairs;
import etude.datasets.subword.Tokenizer;
import etude.datasets.subword.TokenizerReader;
import etude.trainer.files.JsonObject;
import java.io.IOException;
import java.util.Map;

/**
 * The vocabulary of a text in {@code preprocessing.json}; of subwords, their tokenizer.json whole.
 */
final class TextJson {
    private static final String KIND = "vocabulary";
    private static final String BYTE = "byte";
    private static final String CHARACTER = "character";
    private static final String CHARACTERS = "characters";
    private static final String BYTE_PAIR = "byte_pair";
    private static final String TOKENIZER = "tokenizer";
    private static final String END_OF_TEXT = "end_of_text";

    private TextJson() {}

    /** Whether the first versions of the format have such vocabularies. */
    static boolean isOfTheFirst(Vocabulary vocabulary) {
        return vocabulary instanceof Vocabulary.Bytes
                || vocabulary instanceof Vocabulary.Characters;
    }

    static void put(Vocabulary vocabulary, Map<String, Object> inputs) {
        if (vocabulary instanceof Vocabulary.Characters characters) {
            inputs.put(KIND, CHARACTER);
            int[] points = characters.codePoints();
            inputs.put(CHARACTERS, new String(points, 0, points.length));
        } else if (vocabulary instanceof Vocabulary.Bytes) {
            inputs.put(KIND, BYTE);
        } else if (vocabulary instanceof Vocabulary.Ended ended) {
            put(ended.vocabulary(), inputs);
            inputs.put(END_OF_TEXT, true);
        } else if (vocabulary instanceof Vocabulary.Subwords subwords) {
            Tokenizer tokenizer = subwords.tokenizer();
            inputs.put(KIND, tokenizer instanceof BytePairs ? BYTE_PAIR : TOKENIZER);
            inputs.put(TOKENIZER, tokenizer.json());
        }
    }

    static Vocabulary vocabulary(JsonObject inputs) throws IOException {
        Vocabulary vocabulary = plain(inputs);
        return inputs.has(END_OF_TEXT) && inputs.truth(END_OF_TEXT)
                ? new Vocabulary.Ended(vocabulary)
                : vocabulary;
    }

    private static Vocabulary plain(JsonObject inputs) throws IOException {
        String kind = inputs.text(KIND);
        return switch (kind) {
            case BYTE -> new Vocabulary.Bytes();
            case CHARACTER ->
                    new Vocabulary.Characters(inputs.text(CHARACTERS).codePoints().toArray());
            case BYTE_PAIR -> new Vocabulary.Subwords(BytePairs.read(inputs.text(TOKENIZER)));
            case TOKENIZER ->
                    new Vocabulary.Subwords(
                            TokenizerReader.installed()
                                    .read(PreprocessingFile.NAME, inputs.text(TOKENIZER)));
            default -> throw new IOException("an unknown vocabulary: " + kind);
        };
    }
}
