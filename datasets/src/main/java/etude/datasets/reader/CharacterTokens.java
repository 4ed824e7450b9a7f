package etude.datasets.reader;

import etude.datasets.CorruptFileException;
import etude.datasets.EtudeException;
import etude.datasets.cache.CacheKey;
import etude.datasets.cache.FixedRecords;
import etude.datasets.cache.PackedCache;
import etude.datasets.cache.PackedFile;
import etude.datasets.cache.RecordSink;
import etude.datasets.encoding.Vocabulary;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The characters of a text as token numbers, in the fewest of 1, 2 or 4 bytes a token. */
record CharacterTokens(Vocabulary.Characters vocabulary, FixedRecords records) {
    private static final String KIND = "characters";

    /** Of the records: 1 took a byte order mark for a character of the text. */
    private static final String LAYOUT = "2";

    private static final int BYTE_ORDER_MARK = 0xFEFF;

    /** The cache file's metadata. */
    record Metadata(List<Integer> codePoints) {}

    static CharacterTokens open(Path file, Path cacheDirectory, Consumer<String> notes) {
        CacheKey key = CacheKey.of(KIND, file, List.of(file), LAYOUT);
        return read(
                new PackedCache(cacheDirectory, notes)
                        .open(key, sink -> pack(file, distinct(file), sink)));
    }

    static CharacterTokens openLike(
            Vocabulary.Characters vocabulary,
            Path file,
            Path cacheDirectory,
            Consumer<String> notes) {
        CacheKey key =
                CacheKey.of(
                        KIND,
                        file,
                        List.of(file),
                        LAYOUT + Arrays.toString(vocabulary.codePoints()));
        return read(
                new PackedCache(cacheDirectory, notes)
                        .open(key, sink -> pack(file, vocabulary, sink)));
    }

    private static CharacterTokens read(PackedFile file) {
        List<Integer> codePoints = file.metadata(Metadata.class).codePoints();
        return new CharacterTokens(
                new Vocabulary.Characters(
                        codePoints.stream().mapToInt(Integer::intValue).toArray()),
                file.records());
    }

    private static Vocabulary.Characters distinct(Path file) {
        BitSet seen = new BitSet();
        scan(file, (codePoint, offset) -> seen.set(codePoint));
        return new Vocabulary.Characters(seen.stream().toArray());
    }

    private static PackedCache.Packing pack(
            Path file, Vocabulary.Characters vocabulary, RecordSink sink) {
        int bytesPerToken = bytesPerToken(vocabulary.size());
        byte[] token = new byte[bytesPerToken];
        scan(
                file,
                (codePoint, offset) -> {
                    if (!vocabulary.contains(codePoint)) {
                        throw new EtudeException(
                                "%s: expected only characters of the first file's vocabulary, found %s at byte %d; use vocabulary: byte, or a first file that has every character."
                                        .formatted(
                                                file,
                                                Vocabulary.Characters.describe(codePoint),
                                                offset));
                    }
                    int id = vocabulary.id(codePoint);
                    for (int i = 0; i < bytesPerToken; i++) {
                        token[i] = (byte) (id >>> (i * Byte.SIZE));
                    }
                    sink.write(token, 0, bytesPerToken);
                });
        return new PackedCache.Packing(
                bytesPerToken,
                new Metadata(Arrays.stream(vocabulary.codePoints()).boxed().toList()));
    }

    /** The fewest that hold every token. */
    static int bytesPerToken(int vocabularySize) {
        if (vocabularySize <= 1 << Byte.SIZE) {
            return Byte.BYTES;
        }
        return vocabularySize <= 1 << Short.SIZE ? Short.BYTES : Integer.BYTES;
    }

    private static void scan(Path file, Utf8.Sink sink) {
        SourceFiles.requireFile(file);
        long[] count = {0};
        Optional<Utf8.Malformed> malformed;
        try (InputStream in = Files.newInputStream(file)) {
            malformed =
                    Utf8.scan(
                            in,
                            (codePoint, offset) -> {
                                if (offset > 0 || codePoint != BYTE_ORDER_MARK) {
                                    count[0]++;
                                    sink.accept(codePoint, offset);
                                }
                            });
        } catch (IOException e) {
            throw SourceFiles.unreadable(file, e);
        }
        malformed.ifPresent(
                bad -> {
                    throw new CorruptFileException(file, "UTF-8 text", bad.words());
                });
        if (count[0] == 0 || count[0] > Integer.MAX_VALUE) {
            throw new CorruptFileException(
                    file, "1 to 2147483647 characters of text", count[0] + " characters");
        }
    }
}
