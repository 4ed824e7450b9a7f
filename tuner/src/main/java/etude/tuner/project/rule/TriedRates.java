package etude.tuner.project.rule;

import etude.tuner.project.RateSweep;
import etude.tuner.project.RateSweep.Tried;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * All rates that were tried, in any study (playbook, "Identifying bad search space boundaries").
 *
 * @param rates from the lowest
 */
record TriedRates(List<Tried> rates) {
    /** Where the best rate lies. */
    enum Place {
        LOWEST,
        INSIDE,
        HIGHEST
    }

    TriedRates {
        rates = List.copyOf(rates);
    }

    static TriedRates of(List<RateSweep> sweeps) {
        return new TriedRates(
                sweeps.stream()
                        .flatMap(sweep -> sweep.tried().stream())
                        .sorted(Comparator.comparingDouble(Tried::rate))
                        .toList());
    }

    /** The best; of several equal ones the middle one. Empty where none trains. */
    Optional<Tried> best() {
        double lowest =
                rates.stream()
                        .filter(Tried::trains)
                        .mapToDouble(Tried::cost)
                        .min()
                        .orElse(Double.POSITIVE_INFINITY);
        List<Tried> equal =
                rates.stream().filter(tried -> tried.trains() && tried.cost() == lowest).toList();
        return equal.isEmpty() ? Optional.empty() : Optional.of(equal.get(equal.size() / 2));
    }

    /** Of the best among all that were tried, those that do not train included. */
    Place place() {
        double best = best().map(Tried::rate).orElse(Double.NaN);
        if (best == rates.get(0).rate()) {
            return Place.LOWEST;
        }
        return best == rates.get(rates.size() - 1).rate() ? Place.HIGHEST : Place.INSIDE;
    }

    /** The study that the best rate is of. */
    static Optional<RateSweep> ofBest(List<RateSweep> sweeps) {
        return of(sweeps)
                .best()
                .flatMap(
                        best ->
                                sweeps.stream()
                                        .filter(sweep -> sweep.tried().contains(best))
                                        .findFirst());
    }
}
