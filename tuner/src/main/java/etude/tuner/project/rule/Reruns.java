package etude.tuner.project.rule;

import etude.tuner.project.Contestant;
import etude.tuner.project.ProjectState;
import etude.tuner.text.Numbers;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Candidate and incumbent trained again with other seeds, the same for both. */
final class Reruns {
    private Reruns() {}

    /**
     * What is to be trained again next; empty where both have as many as are wanted, or the budget
     * allows no more.
     *
     * @param round the folder of the round that they are part of; empty where they are of none
     * @param wanted seeds of each
     * @param slowdown how much longer a step of the slowest takes than the incumbent's
     */
    static Optional<Draft> next(
            ProjectState state,
            String round,
            List<Contestant> contestants,
            int wanted,
            double slowdown) {
        for (int fewest : List.of(wanted, Evidence.FEWEST_SEEDS)) {
            List<Contestant> lacking =
                    contestants.stream().filter(one -> one.reruns().ended() < fewest).toList();
            if (lacking.isEmpty()) {
                return Optional.empty();
            }
            Collection<List<Contestant>> studies =
                    lacking.stream().collect(Collectors.groupingBy(Contestant::study)).values();
            int seeds = Math.min(wanted, asManyAtNoCost(state, studies, fewest));
            double all =
                    studies.stream()
                            .mapToDouble(here -> seconds(state, here, seeds, slowdown))
                            .sum();
            if (all <= state.secondsLeft()) {
                return Optional.of(draft(state, round, lacking, seeds, slowdown));
            }
        }
        return Optional.empty();
    }

    /** Seeds for which no worker has nothing to do while the last of them trains. */
    private static int asManyAtNoCost(
            ProjectState state, Collection<List<Contestant>> studies, int seeds) {
        int workers = state.config().workers();
        return studies.stream()
                .mapToInt(List::size)
                .map(trained -> (seeds * trained + workers - 1) / workers * workers / trained)
                .min()
                .orElse(seeds);
    }

    private static double seconds(
            ProjectState state, List<Contestant> ofOneStudy, int seeds, double slowdown) {
        return RoundCost.ofReruns(state, ofOneStudy, seeds, slowdown).seconds().orElse(0);
    }

    /** One study at a time. */
    private static Draft draft(
            ProjectState state,
            String round,
            List<Contestant> lacking,
            int seeds,
            double slowdown) {
        String study = lacking.get(0).study();
        List<Contestant> here =
                lacking.stream().filter(one -> one.study().equals(study)).distinct().toList();
        return new Draft(
                "%s: one training each does not tell a better configuration from a lucky one. %s each train %s again."
                        .formatted(
                                study,
                                Numbers.count(seeds, "other seed"),
                                here.stream()
                                        .map(
                                                one ->
                                                        one.isIncumbent()
                                                                ? "the incumbent"
                                                                : one.label().isEmpty()
                                                                        ? "the best trial"
                                                                        : one.label())
                                        .collect(Collectors.joining(" and "))),
                new Action.Command(
                        List.of(
                                "etude",
                                "study",
                                "rerun",
                                study,
                                "--trials",
                                here.stream()
                                        .map(one -> Integer.toString(one.trial()))
                                        .collect(Collectors.joining(",")),
                                "--seeds",
                                Integer.toString(seeds),
                                "--workers",
                                Integer.toString(state.config().workers()))),
                RoundCost.ofReruns(state, here, seeds, slowdown),
                List.of(),
                round);
    }
}
