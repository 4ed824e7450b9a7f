package etude.tuner.analysis.verdict;

import etude.tuner.analysis.plot.PlotId;
import etude.tuner.analysis.result.StudyResults;
import etude.tuner.analysis.statistics.BestOfDraws;
import etude.tuner.analysis.verdict.Answer.Attention;
import etude.tuner.analysis.verdict.Answer.Good;
import etude.tuner.analysis.verdict.Answer.NotKnown;
import etude.tuner.space.Arm;
import etude.tuner.space.Hyperparameter;
import etude.tuner.space.Role;
import etude.tuner.text.Numbers;
import etude.tuner.text.Sentences;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Playbook, "Not sampling enough points in the search space". Nothing proves that points are
 * enough, so three signs are looked for: few trials per nuisance hyperparameter, few in the good
 * region, and a best result that one in four studies with half the trials would have missed.
 */
final class EnoughPoints {
    private static final String QUESTION = "Were enough points sampled?";

    /** The median would not do: half of the halves hold the best trial. */
    private static final double UNLUCKY = 0.75;

    private EnoughPoints() {}

    static List<Verdict> ask(Basis basis) {
        List<String> signs = new ArrayList<>();
        int total = 0;
        int planned = basis.outline().trialsPerArm();
        for (Arm arm : basis.outline().arms()) {
            StudyResults mine = basis.results().ofArm(arm.index());
            int needed = needed(basis, mine);
            Optional<String> sign = sign(basis, mine, needed);
            if (sign.isPresent()) {
                signs.add(Sentences.start(basis.in(arm) + sign.get() + "."));
                int enough = mine.finished() < needed ? needed : 2 * mine.finished();
                total = Math.max(total, enough);
            }
        }
        String advice = total <= planned ? wait(basis, planned) : extend(basis, total);
        return List.of(
                new Verdict(Topic.POINTS, QUESTION, answer(basis, signs, advice), PlotId.BUDGET));
    }

    private static String wait(Basis basis, int planned) {
        return "Let the study finish its %s per arm (%s)."
                .formatted(Numbers.count(planned, "trial"), basis.command("etude study run"));
    }

    private static String extend(Basis basis, int total) {
        return "Run more trials (%s --trials %d), or tune fewer hyperparameters at once."
                .formatted(basis.command("etude study extend"), total);
    }

    private static Answer answer(Basis basis, List<String> signs, String advice) {
        if (basis.results().feasible().size() < 2) {
            return new NotKnown("Fewer than 2 trials are feasible.", advice);
        }
        return signs.isEmpty()
                ? new Good(
                        "No sign of too few: %s finished, and half of them would have found about the same."
                                .formatted(Numbers.count(basis.results().finished(), "trial")))
                : new Attention(String.join(" ", signs), advice);
    }

    private static Optional<String> sign(Basis basis, StudyResults arm, int needed) {
        if (arm.feasible().isEmpty()) {
            return Optional.of("no trial is feasible");
        }
        if (arm.finished() < needed) {
            return Optional.of(
                    "%s finished, where the nuisance hyperparameters need %d"
                            .formatted(Numbers.count(arm.finished(), "trial"), needed));
        }
        double best = arm.best().orElseThrow().cost();
        long good =
                arm.feasible().stream()
                        .filter(
                                r ->
                                        basis.relative(r.cost(), best)
                                                <= basis.thresholds().goodRegion())
                        .count();
        if (good < basis.thresholds().goodTrials()) {
            return Optional.of(
                    "only %s within %s of the best (%s)"
                            .formatted(
                                    Numbers.count(good, "trial") + (good == 1 ? " is" : " are"),
                                    Numbers.percent(basis.thresholds().goodRegion()),
                                    basis.wording().value(best)));
        }
        return lucky(basis, arm, best);
    }

    private static Optional<String> lucky(Basis basis, StudyResults arm, double best) {
        int half = Math.max(1, arm.finished() / 2);
        double unlucky = BestOfDraws.withoutReplacement(arm.costs(), half, UNLUCKY);
        if (basis.relative(unlucky, best) <= basis.thresholds().halfBudgetLoss()) {
            return Optional.empty();
        }
        return Optional.of(
                "with half the trials (%d), one study in four would have found %s instead of %s"
                        .formatted(
                                half,
                                Double.isInfinite(unlucky)
                                        ? "nothing feasible"
                                        : basis.wording().value(unlucky) + " or worse",
                                basis.wording().value(best)));
    }

    private static int needed(Basis basis, StudyResults arm) {
        List<Hyperparameter> nuisance = basis.outline().hyperparameters(Role.NUISANCE);
        long tuned =
                nuisance.stream()
                        .filter(
                                h ->
                                        arm.feasible().stream()
                                                .anyMatch(r -> r.trial().value(h).isPresent()))
                        .count();
        return (int) (tuned * basis.thresholds().trialsPerDimension());
    }
}
