package etude.tuner.analysis.plot;

import java.util.Optional;
import java.util.function.Supplier;

/** Something that is computed when it is first asked for, and kept. */
final class Once<T> implements Supplier<T> {
    private final Supplier<T> source;
    private Optional<T> known = Optional.empty();

    Once(Supplier<T> source) {
        this.source = source;
    }

    @Override
    public synchronized T get() {
        T value = known.orElseGet(source);
        known = Optional.of(value);
        return value;
    }
}
