package etude.datasets.reader;

import etude.datasets.Batch;
import etude.datasets.Dataset;
import etude.datasets.ExampleSpec;
import etude.datasets.Features;
import etude.datasets.Target;
import etude.datasets.cache.FixedRecords;
import etude.datasets.encoding.Vocabulary;
import java.nio.file.Path;
import java.util.Objects;

/** Windows of a text; one token is 1, 2 or 4 little-endian bytes. */
final class TokenWindows implements Dataset {
    private final Path path;
    private final FixedRecords tokens;
    private final int from;
    private final int stride;
    private final int contextLength;
    private final int size;
    private final ExampleSpec spec;
    private final int[] bytes;

    TokenWindows(
            Path path,
            Vocabulary vocabulary,
            FixedRecords tokens,
            int from,
            int to,
            int contextLength,
            int stride) {
        this.path = path;
        this.tokens = tokens;
        this.from = from;
        this.stride = stride;
        this.contextLength = contextLength;
        size = (to - from - contextLength - 1) / stride + 1;
        spec =
                new ExampleSpec(
                        new Features.Tokens(contextLength, vocabulary.size()),
                        new Target.NextToken(vocabulary.size()));
        bytes = vocabulary.bytes();
    }

    @Override
    public ExampleSpec spec() {
        return spec;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public void read(int index, Batch batch, int row) {
        int bytesPerToken = tokens.recordBytes();
        byte[] window = new byte[(contextLength + 1) * bytesPerToken];
        tokens.read(first(index), contextLength + 1, window, 0);
        int start = row * contextLength;
        int textBytes = 0;
        int token = token(window, 0, bytesPerToken);
        for (int i = 0; i < contextLength; i++) {
            batch.tokens()[start + i] = token;
            token = token(window, (i + 1) * bytesPerToken, bytesPerToken);
            batch.labels()[start + i] = token;
            textBytes += bytes[token];
        }
        batch.textBytes()[row] = textBytes;
    }

    private static int token(byte[] bytes, int offset, int length) {
        int token = 0;
        for (int i = length - 1; i >= 0; i--) {
            token = token << Byte.SIZE | (bytes[offset + i] & 0xff);
        }
        return token;
    }

    @Override
    public String name(int index) {
        return path + " tokens from " + first(index);
    }

    private int first(int index) {
        return from + Objects.checkIndex(index, size) * stride;
    }

    @Override
    public void close() {
        // The corpus, which other windows share, owns the map.
    }
}
