package etude.tuner.analysis.verdict;

import etude.tuner.analysis.result.StudyResults;
import etude.tuner.space.Hyperparameter;
import etude.tuner.space.Role;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a study found about its scientific question.
 *
 * @param about whose values are compared; empty where the arms are
 * @param contenders one for each scientific value, best first, those without a feasible trial last
 * @param differences of the best and each other that has a feasible trial, in the same order
 */
public record Comparison(
        Optional<Hyperparameter> about,
        Status status,
        List<Contender> contenders,
        List<Difference> differences) {
    /** How far the question is answered. */
    public enum Status {
        /** Chance does not explain the difference of the two best. */
        ESTABLISHED,
        /** The two best differ by less than what matters. */
        EQUAL,
        /** It may, or there is too little yet to compare. */
        UNDECIDED,
        /** No trial of any scientific value but one is feasible: an answer, too. */
        ONLY_ONE_TRAINS
    }

    public Comparison {
        contenders = List.copyOf(contenders);
        differences = List.copyOf(differences);
    }

    /**
     * One for each question that a study asks: which arm is better, or which value of each
     * scientific hyperparameter; none where nothing scientific varies.
     */
    public static List<Comparison> all(Basis basis) {
        StudyResults results = basis.results();
        List<Question> questions =
                (basis.outline().arms().size() > 1
                                ? Stream.of(
                                        new Question(Optional.empty(), Contender.ofArms(results)))
                                : basis.outline().hyperparameters(Role.SCIENTIFIC).stream()
                                        .map(
                                                h ->
                                                        new Question(
                                                                Optional.of(h),
                                                                Contender.of(results, h))))
                        .filter(question -> question.contenders.size() > 1)
                        .toList();
        double significance = basis.thresholds().significance() / questions.size();
        return questions.stream()
                .map(question -> of(question, basis.thresholds().reruns(), significance))
                .toList();
    }

    private record Question(Optional<Hyperparameter> about, List<Contender> contenders) {}

    private static Comparison of(Question question, int reruns, double significance) {
        List<Contender> contenders = question.contenders;
        List<Contender> training =
                byReruns(contenders.stream().filter(c -> c.best().isPresent()).toList(), reruns);
        if (training.size() < 2) {
            boolean others =
                    contenders.stream().filter(Contender::neverTrains).count()
                            == contenders.size() - 1;
            return new Comparison(
                    question.about,
                    training.size() == 1 && others ? Status.ONLY_ONE_TRAINS : Status.UNDECIDED,
                    contenders,
                    List.of());
        }
        List<Difference> differences =
                training.subList(1, training.size()).stream()
                        .map(
                                other ->
                                        Difference.between(
                                                training.get(0), other, reruns, significance))
                        .toList();
        return new Comparison(question.about, status(differences.get(0)), contenders, differences);
    }

    /** What does not matter is no improvement, also where it is no chance. */
    private static Status status(Difference difference) {
        if (difference.negligible()) {
            return Status.EQUAL;
        }
        return difference.established() ? Status.ESTABLISHED : Status.UNDECIDED;
    }

    /** Reruns tell more than single trials; where all have them, they decide who is best. */
    private static List<Contender> byReruns(List<Contender> training, int fewest) {
        boolean all =
                training.stream()
                        .allMatch(one -> one.reruns().costs().size() >= Math.max(2, fewest));
        return all
                ? training.stream()
                        .sorted(Comparator.comparingDouble(one -> one.reruns().mean()))
                        .toList()
                : training;
    }

    /** The difference of the two best; empty with fewer that have a feasible trial. */
    public Optional<Difference> difference() {
        return differences.stream().findFirst();
    }

    /** The scientific values of which no trial is feasible, though enough were tried. */
    public List<Contender> neverTrain() {
        return contenders.stream().filter(Contender::neverTrains).toList();
    }
}
