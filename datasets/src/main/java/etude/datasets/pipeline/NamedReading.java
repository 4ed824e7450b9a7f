package etude.datasets.pipeline;

import etude.datasets.Batch;
import etude.datasets.Dataset;
import etude.datasets.EtudeException;
import etude.datasets.Reason;
import etude.datasets.image.Picture;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads examples so that whatever goes wrong says which example it was. */
final class NamedReading {
    private NamedReading() {}

    static void read(Dataset dataset, int index, Batch batch, int row) {
        named(
                dataset,
                index,
                () -> {
                    dataset.read(index, batch, row);
                    return batch;
                });
    }

    /** The whole picture, with the target in the batch; empty where it is not kept. */
    static Optional<Picture> readWhole(Dataset dataset, int index, Batch batch, int row) {
        return named(
                dataset,
                index,
                () -> {
                    Optional<Picture> whole = dataset.picture(index);
                    if (whole.isPresent()) {
                        dataset.readTarget(index, batch, row);
                    }
                    return whole;
                });
    }

    /** Errors count too: a mapped file that was cut short while in use is an InternalError. */
    private static <T> T named(Dataset dataset, int index, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (EtudeException cause) {
            throw named(dataset.name(index), String.valueOf(cause.getMessage()), cause);
        } catch (RuntimeException | Error cause) {
            throw named(dataset.name(index), Reason.of(cause), cause);
        }
    }

    private static EtudeException named(String name, String reason, Throwable cause) {
        return new EtudeException("Cannot read example %s: %s".formatted(name, reason), cause);
    }
}
