package etude.trainer.tokenizer;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import etude.datasets.subword.Tokenizer;
import java.util.Arrays;
import java.util.OptionalInt;

/**
 * A tokenizer of Hugging Face's library.
 *
 * @param library stays open as long as it is used
 * @param json the file that it was read from
 */
record HuggingFaceSubwords(HuggingFaceTokenizer library, String json, TokenTable table)
        implements Tokenizer {
    @Override
    public int size() {
        return table.size();
    }

    /** Without the text and the place of each token, of which DJL's own method makes objects. */
    @Override
    public int[] encode(String text) {
        long encoding = TokenizersLibrary.LIB.encode(library.getHandle(), text, false);
        try {
            return Arrays.stream(TokenizersLibrary.LIB.getTokenIds(encoding))
                    .mapToInt(Math::toIntExact)
                    .toArray();
        } finally {
            TokenizersLibrary.LIB.deleteEncoding(encoding);
        }
    }

    @Override
    public String decode(int[] tokens) {
        return library.decode(Arrays.stream(tokens).asLongStream().toArray(), false);
    }

    @Override
    public int bytes(int token) {
        return table.bytes()[token];
    }

    @Override
    public OptionalInt endOfText() {
        return table.endOfText();
    }
}
