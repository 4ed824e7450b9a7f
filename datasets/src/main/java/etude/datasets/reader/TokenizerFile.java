package etude.datasets.reader;

import etude.datasets.EtudeException;
import etude.datasets.encoding.Vocabulary;
import etude.datasets.subword.TokenizerReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A user's {@code tokenizer.json}. */
public final class TokenizerFile {
    /** Every checkpoint has the file in it. */
    private static final long MOST_BYTES = 48L << 20;

    private TokenizerFile() {}

    /**
     * The subwords that a file describes.
     *
     * @throws EtudeException when it describes none, or is too large to be kept in checkpoints
     */
    public static Vocabulary read(Path file) {
        SourceFiles.requireFile(file);
        try {
            long size = Files.size(file);
            if (size > MOST_BYTES) {
                throw new EtudeException(
                        "%s: expected a tokenizer.json of at most %d bytes, as each checkpoint keeps it, found %d"
                                .formatted(file, MOST_BYTES, size));
            }
            return new Vocabulary.Subwords(
                    TokenizerReader.installed().read(file.toString(), Files.readString(file)));
        } catch (IOException e) {
            throw SourceFiles.unreadable(file, e);
        }
    }
}
