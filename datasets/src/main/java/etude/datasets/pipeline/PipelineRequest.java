package etude.datasets.pipeline;

import etude.datasets.Dataset;
import etude.datasets.augment.Augmenter;

/**
 * What an {@link InputPipeline} reads.
 *
 * @param dataset the training examples; stays open after the pipeline is closed
 * @param order which example is number i; made for the size of the data set
 * @param augmenter changes examples on the worker threads
 * @param share the rows of each batch that are made
 * @param firstStep step of the first batch; its first position is {@code firstStep * batchSize}
 * @param workers threads that each fill whole batches
 * @param queueCapacity batches held beside the one that each worker fills, including those lent to
 *     the caller
 */
public record PipelineRequest(
        Dataset dataset,
        ExampleOrder order,
        Augmenter augmenter,
        BatchShare share,
        long firstStep,
        int workers,
        int queueCapacity) {
    public PipelineRequest {
        if (order.size() != dataset.size()) {
            throw new IllegalArgumentException(
                    "order is for %d examples, the data set has %d"
                            .formatted(order.size(), dataset.size()));
        }
        if (workers < 1 || queueCapacity < 1) {
            throw new IllegalArgumentException(
                    "workers and queueCapacity must be at least 1, found %d, %d"
                            .formatted(workers, queueCapacity));
        }
        if (firstStep < 0) {
            throw new IllegalArgumentException("firstStep must be at least 0, found " + firstStep);
        }
    }

    /** Of whole batches. */
    public PipelineRequest(
            Dataset dataset,
            ExampleOrder order,
            Augmenter augmenter,
            int batchSize,
            long firstStep,
            int workers,
            int queueCapacity) {
        this(
                dataset,
                order,
                augmenter,
                BatchShare.whole(batchSize),
                firstStep,
                workers,
                queueCapacity);
    }

    /** Rows that a buffer must have: mixing needs those of the whole batch for a while. */
    int capacity() {
        return augmenter.mixes() ? share.batchSize() : share.rows();
    }
}
