package etude.trainer.run;

import etude.datasets.config.DatasetConfig;
import etude.datasets.source.DataRoot;
import etude.datasets.source.Sources;
import etude.datasets.split.Splits;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The data of a process that trains one run after the other: opened once for all that want the
 * same, since opening, measuring and fingerprinting 10,000 small images takes a tenth of a second.
 * What is kept stays as it was opened, whatever becomes of the files.
 */
public final class KeptData implements AutoCloseable {
    private Optional<Opened> kept = Optional.empty();

    /** Data, and what tells them from others. */
    record Opened(DatasetConfig config, Splits splits, DataFingerprint fingerprint) {
        private static Opened open(DatasetConfig config, Consumer<String> notes) {
            Splits splits = Sources.open(config, DataRoot.fromEnvironment(), notes);
            try {
                return new Opened(config, splits, DataFingerprint.of(splits));
            } catch (RuntimeException | Error e) {
                splits.close();
                throw e;
            }
        }
    }

    /**
     * The data that a config asks for, until others are asked for.
     *
     * @param notes told what the user may want to know when they are opened
     */
    Opened of(DatasetConfig config, Consumer<String> notes) {
        Optional<Opened> same = stillOpen(config);
        if (same.isPresent()) {
            return same.get();
        }
        close();
        Opened opened = Opened.open(config, notes);
        kept = Optional.of(opened);
        return opened;
    }

    /** What is open, where it is what a config asks for. */
    Optional<Opened> stillOpen(DatasetConfig config) {
        return kept.filter(opened -> opened.config.equals(config));
    }

    @Override
    public void close() {
        Optional<Opened> last = kept;
        kept = Optional.empty();
        last.ifPresent(opened -> opened.splits.close());
    }
}
