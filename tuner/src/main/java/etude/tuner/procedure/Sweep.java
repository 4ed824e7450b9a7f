package etude.tuner.procedure;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A sweep of the learning rate as far as it has got.
 *
 * @param rates from the lowest
 */
record Sweep(List<SweptRate> rates) {
    /** Where the best rate lies. */
    enum Place {
        LOWEST,
        INSIDE,
        HIGHEST
    }

    Sweep {
        rates = List.copyOf(rates);
    }

    /**
     * The rate that fits the training set first; where none does, the one with the lowest training
     * metric; empty where none trains. Of several that are equally good the middle one, so that an
     * edge is only best where it is alone.
     */
    Optional<SweptRate> best() {
        boolean fits = rates.stream().anyMatch(rate -> rate.fitted().isPresent());
        Comparator<SweptRate> order =
                fits
                        ? Comparator.comparingLong(rate -> rate.fitted().orElse(Long.MAX_VALUE))
                        : Comparator.comparingDouble(SweptRate::lowest);
        Optional<SweptRate> first = rates.stream().filter(SweptRate::trains).min(order);
        return first.map(
                best -> {
                    List<SweptRate> equal =
                            rates.stream().filter(rate -> order.compare(rate, best) == 0).toList();
                    return equal.get(equal.size() / 2);
                });
    }

    /** Of the best rate among all that were tried, those that do not train included. */
    Place place() {
        return best().map(
                        best ->
                                best.equals(rates.get(0))
                                        ? Place.LOWEST
                                        : best.equals(rates.get(rates.size() - 1))
                                                ? Place.HIGHEST
                                                : Place.INSIDE)
                .orElse(Place.LOWEST); // where no rate trains, all are too high
    }
}
