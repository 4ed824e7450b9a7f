package etude.datasets.pipeline;

import etude.datasets.Batch;
import etude.datasets.Dataset;
import etude.datasets.EtudeException;
import etude.datasets.Reason;

/** Reads examples so that whatever goes wrong says which example it was. */
final class NamedReading {
    private NamedReading() {}

    /** Errors count too: a mapped file that was cut short while in use is an InternalError. */
    static void read(Dataset dataset, int index, Batch batch, int row) {
        try {
            dataset.read(index, batch, row);
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
