package etude.datasets.pipeline;

import etude.datasets.Batch;
import etude.datasets.Dataset;
import java.util.Optional;

/**
 * One pass over a data set in its own order, each example once, made ahead by worker threads and
 * never augmented. The last batch may have fewer rows than its capacity.
 *
 * <p>Call order: {@link #next} until empty, {@link #recycle} each batch; {@link #close} at any
 * time.
 */
public final class EvaluationBatches implements AutoCloseable {
    private final Dataset dataset;
    private final int batchSize;
    private final Prefetcher prefetcher;

    /**
     * Starts the worker threads.
     *
     * @param dataset the examples; stays open after the pass is closed
     * @param batchSize rows of every batch but the last
     * @param workers threads that each fill whole batches
     * @param queueCapacity batches held beside the one that each worker fills, including those lent
     *     to the caller
     */
    public EvaluationBatches(Dataset dataset, int batchSize, int workers, int queueCapacity) {
        if (batchSize < 1 || workers < 1 || queueCapacity < 1) {
            throw new IllegalArgumentException(
                    "batchSize, workers and queueCapacity must be at least 1, found %d, %d, %d"
                            .formatted(batchSize, workers, queueCapacity));
        }
        this.dataset = dataset;
        this.batchSize = batchSize;
        int buffers = Math.addExact(workers, queueCapacity);
        prefetcher =
                new Prefetcher(
                        this::fill,
                        new NumberRange(0, (dataset.size() + batchSize - 1L) / batchSize),
                        Prefetcher.buffers(dataset.spec(), batchSize, buffers),
                        workers);
    }

    /**
     * Waits for the next batch; empty after the last. The batch belongs to the caller until it is
     * recycled.
     *
     * @throws etude.datasets.EtudeException when one of its examples cannot be read; names the
     *     example
     */
    public Optional<Batch> next() {
        return prefetcher.next();
    }

    /** Gives a batch back to be filled again. */
    public void recycle(Batch batch) {
        prefetcher.recycle(batch);
    }

    /** Stops the worker threads and waits for them; each finishes at most the batch it is at. */
    @Override
    public void close() {
        prefetcher.close();
    }

    private void fill(long number, Batch batch) {
        int first = Math.toIntExact(number * batchSize);
        batch.begin(first, Math.min(batchSize, dataset.size() - first), false);
        for (int row = 0; row < batch.size(); row++) {
            NamedReading.read(dataset, first + row, batch, row);
        }
    }
}
