package etude.datasets.reader;

import etude.datasets.EtudeException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.FutureTask;

/**
 * Cuts the pieces of a table on all cores, and hands them out in the order of the file. Few are
 * ahead of the one that is wanted, however long the file is. Whoever wants one that no other thread
 * has begun cuts it: so the threads are busy, and nobody waits for a thread that is not there.
 */
final class CsvBlocks implements AutoCloseable {
    /** Bytes that are read before the wanted ones have been looked at. */
    private static final int MOST_AHEAD = 1 << 20;

    private record Cutting(FutureTask<CsvBlock> block, int bytes) {}

    private final CsvPieces pieces;
    private final char delimiter;
    private final Queue<Cutting> ahead = new ArrayDeque<>();
    private final Queue<CsvBlock> spare = new ArrayDeque<>();
    private Optional<CsvBlock> lent = Optional.empty();
    private int bytesAhead;
    private boolean begun;
    private boolean ended;

    private CsvBlocks(CsvPieces pieces, char delimiter) {
        this.pieces = pieces;
        this.delimiter = delimiter;
    }

    static CsvBlocks open(Path path, char delimiter) throws IOException {
        return new CsvBlocks(CsvPieces.open(path), delimiter);
    }

    /**
     * The next block; empty after the last one. It takes another piece when the one after it is
     * asked for.
     *
     * @throws IOException when it cannot be read, or is no UTF-8 text
     */
    Optional<CsvBlock> next() throws IOException {
        lent.ifPresent(spare::add);
        lent = Optional.empty();
        int most = begun ? MOST_AHEAD : 1; // for a header, one is enough
        while (!ended && bytesAhead < most) {
            readPiece();
        }
        Cutting next = ahead.poll();
        if (next == null) {
            return Optional.empty();
        }
        bytesAhead -= next.bytes();
        next.block().run(); // returns at once if another thread has begun
        lent = Optional.of(result(next.block()));
        return lent;
    }

    /** A failure to read has its turn when all before it is cut. */
    private void readPiece() {
        try {
            CsvBlock block = spare.isEmpty() ? new CsvBlock() : spare.remove();
            boolean first = !begun;
            begun = true;
            Optional<CsvPieces.Piece> next = pieces.next(block.room());
            ended = next.isEmpty();
            next.ifPresent(
                    piece ->
                            add(
                                    new FutureTask<>(() -> block.cut(piece, delimiter, first)),
                                    piece.length()));
        } catch (IOException failure) {
            ended = true;
            add(
                    new FutureTask<>(
                            () -> {
                                throw failure;
                            }),
                    0);
        }
    }

    private void add(FutureTask<CsvBlock> block, int bytes) {
        if (!ahead.isEmpty()) { // the first one is wanted at once
            ForkJoinPool.commonPool().execute(block);
        }
        ahead.add(new Cutting(block, bytes));
        bytesAhead += bytes;
    }

    private static CsvBlock result(FutureTask<CsvBlock> block) throws IOException {
        try {
            return block.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EtudeException("Interrupted while waiting for data", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public void close() throws IOException {
        ahead.forEach(cutting -> cutting.block().cancel(false));
        pieces.close();
    }
}
