package etude.datasets.pipeline;

import etude.datasets.Batch;
import etude.datasets.augment.Augmenter;
import etude.datasets.augment.Mixing;
import etude.datasets.image.Picture;
import java.util.Optional;
import java.util.stream.IntStream;

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
                        Prefetcher.buffers(request.dataset().spec(), request.capacity(), buffers),
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
     *   <li>read straight into the batch, so no example is copied twice, and from the whole picture
     *       alone where a part of that is cut, so none is decoded twice;
     *   <li>augment after reading and one example at a time, so a repeated example differs each
     *       epoch and does not depend on its neighbours;
     *   <li>mix once the batch is whole, because mixup and cutmix mix rows with each other: of a
     *       share, with rows of other ranks too, so these are read here as well;
     *   <li>prefetch last, so all of the above runs beside the training step.
     * </ol>
     */
    private void fill(long step, Batch batch) {
        BatchShare share = request.share();
        long first = Math.multiplyExact(step, (long) share.batchSize());
        Optional<Mixing> mixing = request.augmenter().mixing(first, share.batchSize());
        if (mixing.isEmpty()) {
            batch.begin(first, share.rows(), false);
            for (int row = 0; row < share.rows(); row++) {
                read(first + share.row(row), batch, row);
            }
            return;
        }
        batch.begin(first, share.batchSize(), true);
        withPartners(share, mixing.get()).forEach(row -> read(first + row, batch, row));
        mixing.get().apply(batch);
        batch.keep(share.rows(), share::row);
    }

    private void read(long position, Batch batch, int row) {
        ExampleOrder order = request.order();
        int index = order.index(position);
        Augmenter augmenter = request.augmenter();
        Optional<Picture> whole =
                augmenter.cuts()
                        ? NamedReading.readWhole(request.dataset(), index, batch, row)
                        : Optional.empty();
        if (whole.isEmpty()) {
            NamedReading.read(request.dataset(), index, batch, row);
        }
        augmenter.augment(batch, row, order.epoch(position), index, whole);
    }

    private static IntStream withPartners(BatchShare share, Mixing mixing) {
        return IntStream.range(0, share.rows())
                .map(share::row)
                .flatMap(row -> IntStream.of(row, mixing.partner(row)))
                .sorted()
                .distinct();
    }
}
