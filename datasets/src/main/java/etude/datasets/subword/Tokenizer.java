package etude.datasets.subword;

import java.util.OptionalInt;

/** Cuts text into subwords, numbered from 0; safe to call from many threads. */
public interface Tokenizer {
    /** How many tokens there are: the largest number and one. */
    int size();

    /** The tokens of a text, without any that mark its beginning or end. */
    int[] encode(String text);

    /** The text of these tokens; bytes that are no UTF-8 become U+FFFD. */
    String decode(int[] tokens);

    /**
     * How many bytes of UTF-8 text a token stands for: none where it is a mark, such as the end of
     * a text.
     */
    int bytes(int token);

    /** The token that stands between texts, where there is one. */
    OptionalInt endOfText();

    /** This tokenizer as the {@code tokenizer.json} of Hugging Face's library. */
    String json();
}
