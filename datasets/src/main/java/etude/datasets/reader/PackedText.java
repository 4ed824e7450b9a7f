package etude.datasets.reader;

import etude.datasets.CorruptFileException;
import etude.datasets.EtudeException;
import etude.datasets.RandomStream;
import etude.datasets.cache.CacheKey;
import etude.datasets.cache.PackedCache;
import etude.datasets.cache.PackedFile;
import etude.datasets.cache.RecordSink;
import etude.datasets.encoding.Vocabulary;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Texts as the tokens of a vocabulary, one after the other in one cache file: the parts that train,
 * validate and test, each encoded by itself, so that no token stands in two of them.
 *
 * @param parts the tokens of each part
 * @param copies of each part, how many of its documents also stand in the first, token by token
 */
public record PackedText(TextCorpus corpus, List<Range> parts, List<Integer> copies) {
    private static final String KIND = "tokens";

    /** Of the records. */
    private static final String LAYOUT = "1";

    /** Tokens {@code [from, to)} of the corpus. */
    public record Range(int from, int to) {
        /** How many. */
        public int size() {
            return to - from;
        }
    }

    /** The cache file's metadata. */
    record Metadata(String vocabulary, List<Integer> sizes, List<Integer> copies) {}

    /**
     * Opens texts, and encodes them if that was not done before.
     *
     * @param files what the parts are of; where they are several, each ends with the vocabulary's
     *     end of a text
     * @param parts what trains first
     * @throws EtudeException when files are missing or no UTF-8; all of them are named
     */
    public static PackedText open(
            TextFiles files,
            List<List<TextPiece>> parts,
            VocabularyRule rule,
            Path cacheDirectory,
            Consumer<String> notes) {
        List<Path> paths = files.documents().stream().map(TextPiece::file).toList();
        CacheKey key =
                CacheKey.of(KIND, files.source(), paths, LAYOUT + rule.key() + places(parts));
        PackedFile file =
                new PackedCache(cacheDirectory, notes)
                        .open(
                                key,
                                sink -> new Packing(files, rule.of(parts), sink).of(parts, rule));
        Metadata metadata = file.metadata(Metadata.class);
        List<Range> ranges = new ArrayList<>();
        int from = 0;
        for (int size : metadata.sizes()) {
            ranges.add(new Range(from, from + size));
            from += size;
        }
        return new PackedText(
                new TextCorpus(files.source(), rule.read(metadata.vocabulary()), file.records()),
                ranges,
                metadata.copies());
    }

    /** A whole text that is read with the vocabulary of another. */
    public static PackedText openLike(
            Vocabulary vocabulary, TextFiles files, Path cacheDirectory, Consumer<String> notes) {
        requireEnd(vocabulary, files);
        return open(
                files,
                List.of(files.documents()),
                new VocabularyRule.Known(vocabulary),
                cacheDirectory,
                notes);
    }

    /**
     * Refuses several texts where nothing can stand between them.
     *
     * @throws EtudeException when the vocabulary has no end of a text
     */
    public static void requireEnd(Vocabulary vocabulary, TextFiles files) {
        if (files.several() && vocabulary.endOfText().isEmpty()) {
            throw new EtudeException(
                    "%s: expected one file, as the vocabulary has no token for the end of a text to stand between several, found %d; name one, or join them"
                            .formatted(files.source(), files.documents().size()));
        }
    }

    private static String places(List<List<TextPiece>> parts) {
        StringBuilder places = new StringBuilder();
        for (List<TextPiece> part : parts) {
            places.append("\npart");
            part.forEach(
                    piece ->
                            places.append('\n')
                                    .append(piece.file())
                                    .append(' ')
                                    .append(piece.from())
                                    .append(' ')
                                    .append(piece.to()));
        }
        return places.toString();
    }

    /** Writes the tokens of one source. */
    private static final class Packing {
        private final TextFiles files;
        private final Vocabulary vocabulary;
        private final OptionalInt end;
        private final RecordSink sink;
        private final int bytesPerToken;
        private final NamedProblems problems = new NamedProblems("files");
        private byte[] room = new byte[0];
        private long written;
        private long hash;

        Packing(TextFiles files, Vocabulary vocabulary, RecordSink sink) {
            this.files = files;
            this.vocabulary = vocabulary;
            this.sink = sink;
            end = files.several() ? vocabulary.endOfText() : OptionalInt.empty();
            bytesPerToken = CharacterTokens.bytesPerToken(vocabulary.size());
        }

        PackedCache.Packing of(List<List<TextPiece>> parts, VocabularyRule rule) {
            List<Integer> sizes = new ArrayList<>();
            List<Integer> copies = new ArrayList<>();
            Set<Long> training = new HashSet<>();
            for (List<TextPiece> part : parts) {
                long before = written;
                int known = 0;
                for (TextPiece piece : part) {
                    hash = 0;
                    problems.unless(() -> encode(piece));
                    end.ifPresent(token -> write(new int[] {token}));
                    known += training.contains(hash) ? 1 : 0;
                    if (sizes.isEmpty()) {
                        training.add(hash);
                    }
                }
                copies.add(sizes.isEmpty() ? 0 : known);
                sizes.add((int) (written - before));
            }
            problems.requireNone();
            if (written > Integer.MAX_VALUE) {
                throw new CorruptFileException(
                        files.source(), "at most 2147483647 tokens of text", written + " tokens");
            }
            return new PackedCache.Packing(
                    bytesPerToken, new Metadata(rule.written(vocabulary), sizes, copies));
        }

        private void encode(TextPiece piece) {
            if (vocabulary instanceof Vocabulary.Ended ended
                    && ended.vocabulary() instanceof Vocabulary.Bytes) {
                encodeBytes(piece);
            } else {
                TextChunks.read(piece, chunk -> write(encoded(piece, chunk)));
            }
        }

        private int[] encoded(TextPiece piece, String chunk) {
            try {
                return vocabulary.encode(chunk);
            } catch (EtudeException e) {
                throw new EtudeException(piece.file() + ": " + e.getMessage(), e);
            }
        }

        /** They need not be UTF-8. */
        private void encodeBytes(TextPiece piece) {
            byte[] chunk = new byte[1 << 16];
            try (InputStream in = piece.open()) {
                for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                    int[] tokens = new int[count];
                    for (int i = 0; i < count; i++) {
                        tokens[i] = chunk[i] & 0xff;
                    }
                    write(tokens);
                }
            } catch (IOException e) {
                throw SourceFiles.unreadable(piece.file(), e);
            }
        }

        private void write(int[] tokens) {
            int length = tokens.length * bytesPerToken;
            if (room.length < length) {
                room = new byte[length];
            }
            int at = 0;
            for (int token : tokens) {
                hash = RandomStream.mix(hash ^ token);
                for (int i = 0; i < bytesPerToken; i++) {
                    room[at++] = (byte) (token >>> (i * Byte.SIZE));
                }
            }
            sink.write(room, 0, length);
            written += tokens.length;
        }
    }
}
