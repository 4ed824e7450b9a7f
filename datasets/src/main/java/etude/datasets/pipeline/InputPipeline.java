package etude.datasets.pipeline;

import etude.datasets.Batch;

/**
 * The endless stream of training batches, made ahead of the loop by worker threads. What it yields
 * depends on the request alone, not on the number of workers or on timing.
 *
 * <p>Call order: {@link #next}, use the batch, {@link #recycle} it; {@link #close} at any time.
 */
public final class InputPipeline implements AutoCloseable {
    private final PipelineRequest request;
    private final Prefetcher prefetcher;

    /** Starts the worker threads. */
    public InputPipeline(PipelineRequest request) {
        this.request = request;
        int buffers = Math.addExact(request.workers(), request.queueCapacity());
        prefetcher =
                new Prefetcher(
                        this::fill,
                        new NumberRange(request.firstStep(), Long.MAX_VALUE),
                        Prefetcher.buffers(request.dataset().spec(), request.batchSize(), buffers),
                        request.workers());
    }

    /**
     * Waits for the batch of the next step; it is always full. The batch belongs to the caller
     * until it is recycled.
     *
     * @throws etude.datasets.EtudeException when one of its examples cannot be read; names the
     *     example
     */
    public Batch next() {
        return prefetcher.next().orElseThrow();
    }

    /** Gives a batch back to be filled again. */
    public void recycle(Batch batch) {
        prefetcher.recycle(batch);
    }

    /** Total time that {@link #next} has taken, which is the time the loop stood still for data. */
    public long waitedNanoseconds() {
        return prefetcher.waitedNanoseconds();
    }

    /** Stops the worker threads and waits for them; each finishes at most the batch it is at. */
    @Override
    public void close() {
        prefetcher.close();
    }

    /**
     * Fills the batch of one step, on a worker thread. The order is the meaning:
     *
     * <ol>
     *   <li>shuffle before repeat, so every epoch holds each example exactly once;
     *   <li>repeat before batching, so batches run across epoch ends and are always full;
     *   <li>read straight into the batch, so no example is copied twice;
     *   <li>augment after reading and one example at a time, so a repeated example differs each
     *       epoch and does not depend on its neighbours;
     *   <li>mix once the batch is whole, because mixup and cutmix mix rows with each other;
     *   <li>prefetch last, so all of the above runs beside the training step.
     * </ol>
     */
    private void fill(long step, Batch batch) {
        ExampleOrder order = request.order();
        long first = Math.multiplyExact(step, (long) request.batchSize());
        batch.begin(first, request.batchSize(), request.augmenter().mixes());
        for (int row = 0; row < request.batchSize(); row++) {
            int index = order.index(first + row);
            NamedReading.read(request.dataset(), index, batch, row);
            request.augmenter()
                    .augment(
                            batch,
                            row,
                            order.epoch(first + row),
                            index,
                            () -> request.dataset().picture(index));
        }
        request.augmenter().mix(batch, order.globalPosition(first));
    }
}
