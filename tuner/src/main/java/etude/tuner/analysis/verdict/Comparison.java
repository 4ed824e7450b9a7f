package etude.tuner.analysis.verdict;

import etude.tuner.analysis.result.Wording;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a study found about its scientific question.
 *
 * @param contenders one for each scientific value, best first, those without a feasible trial last;
 *     none where nothing scientific varies
 * @param difference of the two best; empty with fewer that have a feasible trial
 */
public record Comparison(
        Status status, List<Contender> contenders, Optional<Difference> difference) {
    /** How far the question is answered. */
    public enum Status {
        /** Chance does not explain the difference of the two best. */
        ESTABLISHED,
        /** It may, or there is too little yet to compare. */
        UNDECIDED,
        /** No trial of any scientific value but one is feasible: an answer, too. */
        ONLY_ONE_TRAINS,
        /** The study compares nothing. */
        SINGLE
    }

    public Comparison {
        contenders = List.copyOf(contenders);
    }

    /** Compares the trials of a study. */
    public static Comparison of(Basis basis) {
        List<Contender> contenders = Contender.of(basis.results());
        List<Contender> training = contenders.stream().filter(c -> c.best().isPresent()).toList();
        if (contenders.size() < 2) {
            return new Comparison(Status.SINGLE, contenders, Optional.empty());
        }
        if (training.size() < 2) {
            boolean others =
                    contenders.stream().filter(Contender::neverTrains).count()
                            == contenders.size() - 1;
            return new Comparison(
                    training.size() == 1 && others ? Status.ONLY_ONE_TRAINS : Status.UNDECIDED,
                    contenders,
                    Optional.empty());
        }
        Difference difference =
                Difference.between(
                        training.get(0),
                        training.get(1),
                        basis.thresholds().reruns(),
                        basis.thresholds().significance());
        return new Comparison(
                difference.established() ? Status.ESTABLISHED : Status.UNDECIDED,
                contenders,
                Optional.of(difference));
    }

    /** The scientific values of which no trial is feasible, though enough were tried. */
    public List<Contender> neverTrain() {
        return contenders.stream().filter(Contender::neverTrains).toList();
    }

    /** The answer in one line without a full stop; empty where nothing is compared yet. */
    public Optional<String> line(Wording wording) {
        if (status == Status.ONLY_ONE_TRAINS) {
            Contender only = contenders.get(0);
            return Optional.of(
                    "only %s trains (%s); no trial of %s is feasible"
                            .formatted(
                                    only.label(),
                                    wording.value(only.best().orElseThrow().cost()),
                                    neverTrain().stream()
                                            .map(Contender::label)
                                            .collect(Collectors.joining(" and "))));
        }
        return difference.map(
                found ->
                        "%s %s, %s %s: %s"
                                .formatted(
                                        found.better().label(),
                                        wording.value(found.betterCost()),
                                        found.worse().label(),
                                        wording.value(found.worseCost()),
                                        found.inWords(wording)));
    }
}
