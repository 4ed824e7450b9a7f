package etude.tuner.analysis.verdict;

import etude.tuner.analysis.result.FeasibleTrial;
import etude.tuner.analysis.verdict.Answer.Good;
import etude.tuner.text.Numbers;
import java.util.Comparator;
import java.util.List;

/**
 * Playbook, "Gradient clipping": above half of the updates it is a way to cut the learning rate.
 */
final class Clipping {
    private static final String ADVICE =
            "Lower optimizer.learning_rate instead, or raise gradient_clipping.norm to the 90th percentile of the norms.";

    private Clipping() {}

    static Answer answer(Basis basis) {
        List<FeasibleTrial> clipped =
                basis.results().feasible().stream()
                        .filter(r -> r.trial().clippedFraction().isPresent())
                        .sorted(Comparator.comparingDouble(Clipping::share).reversed())
                        .toList();
        if (clipped.isEmpty()) {
            return new Good("Nothing is clipped.");
        }
        List<FeasibleTrial> hard =
                clipped.stream().filter(r -> share(r) > basis.thresholds().clipped()).toList();
        FeasibleTrial most = clipped.get(0);
        if (share(most) == 0) {
            return new Good("No update was clipped.");
        }
        String share = Numbers.percent(share(most));
        String where = basis.singleRun() ? "" : ", in " + basis.name(most);
        if (hard.isEmpty()) {
            return new Good(
                    "%s of the updates were clipped%s."
                            .formatted(basis.singleRun() ? share : "At most " + share, where));
        }
        String sentence =
                basis.singleRun()
                        ? share + " of the updates were clipped."
                        : "More than %s of the updates were clipped in %d of %s, at most %s%s."
                                .formatted(
                                        Numbers.percent(basis.thresholds().clipped()),
                                        hard.size(),
                                        Numbers.count(clipped.size(), "trial"),
                                        share,
                                        where);
        return Answer.concern(
                basis.top().stream().anyMatch(hard::contains), sentence, Remedy.of(ADVICE));
    }

    private static double share(FeasibleTrial result) {
        return result.trial().clippedFraction().orElse(0);
    }
}
