package etude.datasets.subword;

import etude.datasets.EtudeException;
import java.util.ServiceLoader;

/**
 * Reads a {@code tokenizer.json}. Data sets know no library that does; whoever has one names its
 * reader in {@code META-INF/services}.
 */
public interface TokenizerReader {
    /**
     * The tokenizer that the file describes.
     *
     * @param source what the text is from, for the message
     * @param json the file's text
     * @throws EtudeException when it describes none
     */
    Tokenizer read(String source, String json);

    /**
     * The reader on the class path.
     *
     * @throws EtudeException when there is none
     */
    static TokenizerReader installed() {
        return ServiceLoader.load(TokenizerReader.class)
                .findFirst()
                .orElseThrow(
                        () ->
                                new EtudeException(
                                        "a tokenizer.json needs Etude's trainer on the class path, which reads it"));
    }
}
