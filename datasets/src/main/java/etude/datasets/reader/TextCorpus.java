package etude.datasets.reader;

import etude.datasets.CorruptFileException;
import etude.datasets.Dataset;
import etude.datasets.EtudeException;
import etude.datasets.cache.FixedRecords;
import etude.datasets.config.SourceConfig;
import etude.datasets.encoding.Vocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * A sequence of tokens: the bytes of a text file, mapped as they are, its characters, numbered once
 * into a cache file, or what {@link PackedText} made of one or many. Data sets are windows of it.
 */
public final class TextCorpus {
    private final Path path;
    private final Vocabulary vocabulary;
    private final FixedRecords tokens;

    TextCorpus(Path path, Vocabulary vocabulary, FixedRecords tokens) {
        this.path = path;
        this.vocabulary = vocabulary;
        this.tokens = tokens;
    }

    /**
     * Opens a file with its own vocabulary. A character vocabulary is that of the whole file.
     *
     * @throws EtudeException when the file is missing or empty, or, for characters, no UTF-8
     */
    public static TextCorpus open(
            Path file,
            SourceConfig.TextVocabulary vocabulary,
            Path cacheDirectory,
            Consumer<String> notes) {
        return switch (vocabulary) {
            case BYTE -> bytes(file);
            case CHARACTER -> {
                CharacterTokens tokens = CharacterTokens.open(file, cacheDirectory, notes);
                yield new TextCorpus(file, tokens.vocabulary(), tokens.records());
            }
            case BYTE_PAIR, TOKENIZER ->
                    throw new IllegalArgumentException("subwords are packed: " + vocabulary);
        };
    }

    /**
     * Opens another file, such as a separate validation file, with the vocabulary of the first.
     *
     * @throws EtudeException also when it has a character that the first file has not
     */
    public static TextCorpus openLike(
            Vocabulary vocabulary, Path file, Path cacheDirectory, Consumer<String> notes) {
        if (vocabulary instanceof Vocabulary.Characters characters) {
            CharacterTokens tokens =
                    CharacterTokens.openLike(characters, file, cacheDirectory, notes);
            return new TextCorpus(file, characters, tokens.records());
        }
        return bytes(file);
    }

    /** Number of tokens. */
    public int size() {
        return (int) tokens.count();
    }

    public Vocabulary vocabulary() {
        return vocabulary;
    }

    /**
     * The windows of {@code contextLength} tokens that lie, with the token that follows them, in
     * {@code [from, to)} and begin at {@code from}, {@code from + stride} and so on. Stride 1 gives
     * every window, for training; a stride of {@code contextLength} predicts no token twice, for
     * evaluation: all but the first token and a rest shorter than a window.
     *
     * @throws EtudeException when not even one window fits
     */
    public Dataset windows(int from, int to, int contextLength, int stride) {
        if (from < 0 || to > size() || contextLength < 1 || stride < 1) {
            throw new IllegalArgumentException(
                    "no windows [%d, %d) of %d by %d in %d tokens"
                            .formatted(from, to, contextLength, stride, size()));
        }
        if (to - from <= contextLength) {
            throw new EtudeException(
                    "%s: expected at least %d tokens for one window of %d and its next token, found %d (tokens %d to %d of %d); use a longer text or a smaller context_length."
                            .formatted(
                                    path,
                                    contextLength + 1,
                                    contextLength,
                                    to - from,
                                    from,
                                    to,
                                    size()));
        }
        return new TokenWindows(path, vocabulary, tokens, from, to, contextLength, stride);
    }

    private static TextCorpus bytes(Path file) {
        SourceFiles.requireFile(file);
        try {
            long size = Files.size(file);
            if (size == 0 || size > Integer.MAX_VALUE) {
                throw new CorruptFileException(
                        file, "1 to 2147483647 bytes of text", size + " bytes");
            }
            return new TextCorpus(file, new Vocabulary.Bytes(), FixedRecords.map(file, 0, 1, size));
        } catch (IOException e) {
            throw SourceFiles.unreadable(file, e);
        }
    }
}
