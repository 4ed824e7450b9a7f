package etude.tuner.analysis.verdict;

import etude.tuner.analysis.plot.PlotId;
import etude.tuner.analysis.result.FeasibleTrial;
import etude.tuner.analysis.result.StudyResults;
import etude.tuner.analysis.verdict.Answer.Attention;
import etude.tuner.analysis.verdict.Answer.Good;
import etude.tuner.analysis.verdict.Answer.NotKnown;
import etude.tuner.space.Arm;
import etude.tuner.text.Numbers;
import etude.tuner.text.Sentences;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Playbook, "Not sampling enough points in the search space": how many points lie in the good
 * region, that of trials which cannot be told from the best one by the noise of a measurement, or
 * are practically as good. A best trial that stands alone was found by luck, and more trials would
 * find a better one.
 */
final class EnoughPoints {
    private static final String QUESTION = "Were enough points sampled?";

    /** With fewer feasible trials of an arm there is nothing to count. */
    private static final int FEWEST = 5;

    private EnoughPoints() {}

    static List<Verdict> ask(Basis basis) {
        return List.of(
                new Verdict(
                        Topic.POINTS,
                        QUESTION,
                        basis.learned() ? answer(basis) : basis.nothingLearned(),
                        PlotId.BUDGET));
    }

    /** Twice as many as an arm has whose best trial stands alone; empty where none does. */
    static Optional<Refinement> wanted(Basis basis) {
        if (basis.results().feasible().isEmpty() || !basis.learned()) {
            return Optional.empty();
        }
        return asked(basis).stream()
                .map(arm -> basis.results().ofArm(arm.index()))
                .filter(arm -> arm.feasible().size() >= FEWEST)
                .filter(arm -> good(basis, arm) < basis.thresholds().goodTrials())
                .max(Comparator.comparingInt(StudyResults::finished))
                .map(
                        arm ->
                                new Refinement.TrialCount(
                                        2 * arm.finished(),
                                        Sentences.start(count(basis, arm, good(basis, arm)))
                                                + "."));
    }

    private static Answer answer(Basis basis) {
        List<String> few = new ArrayList<>();
        List<String> alone = new ArrayList<>();
        List<String> enough = new ArrayList<>();
        int total = 0;
        for (Arm arm : asked(basis)) {
            StudyResults mine = basis.results().ofArm(arm.index());
            if (mine.feasible().size() < FEWEST) {
                few.add(
                        basis.in(arm)
                                + Numbers.count(mine.feasible().size(), "trial")
                                + (mine.feasible().size() == 1 ? " is" : " are")
                                + " feasible");
                continue;
            }
            long good = good(basis, mine);
            boolean lonely = good < basis.thresholds().goodTrials();
            (lonely ? alone : enough).add(basis.in(arm) + count(basis, mine, good));
            total = lonely ? Math.max(total, 2 * mine.finished()) : total;
        }
        if (!alone.isEmpty()) {
            return new Attention(sentences(alone), basis.moreTrials(total));
        }
        return few.isEmpty()
                ? new Good(sentences(enough))
                : new NotKnown(
                        sentences(few) + " At least %d are needed to tell.".formatted(FEWEST),
                        basis.moreTrials(2 * FEWEST));
    }

    /** More trials are no remedy for an arm that never trains, unless nothing else does. */
    private static List<Arm> asked(Basis basis) {
        List<Arm> training =
                basis.outline().arms().stream()
                        .filter(
                                arm -> {
                                    StudyResults mine = basis.results().ofArm(arm.index());
                                    return !mine.feasible().isEmpty()
                                            || mine.infeasible().size() < FEWEST;
                                })
                        .toList();
        return training.isEmpty() ? basis.outline().arms() : training;
    }

    private static String sentences(List<String> parts) {
        List<String> sentences = new ArrayList<>();
        parts.forEach(part -> sentences.add(Sentences.start(part) + "."));
        return String.join(" ", sentences);
    }

    private static long good(Basis basis, StudyResults arm) {
        double limit = best(arm).cost() + tolerance(basis, arm);
        return arm.feasible().stream().filter(trial -> trial.cost() <= limit).count();
    }

    private static FeasibleTrial best(StudyResults arm) {
        return arm.best().orElseThrow();
    }

    /**
     * What the range of as many measurements of one error exceeds in few studies. The error is the
     * mean of theirs, for the best one is picked for luck.
     */
    private static double tolerance(Basis basis, StudyResults arm) {
        int needed = Math.max(2, basis.thresholds().goodTrials());
        double mean =
                arm.feasible().stream()
                        .limit(needed)
                        .mapToDouble(FeasibleTrial::cost)
                        .average()
                        .orElseThrow();
        return Math.max(
                basis.range(needed, mean), basis.thresholds().goodRegion() * basis.level(mean));
    }

    private static String count(Basis basis, StudyResults arm, long good) {
        return "%s%d of %s %s as good as the best (%s), that is within %s"
                .formatted(
                        good < basis.thresholds().goodTrials() ? "only " : "",
                        good,
                        Numbers.count(arm.finished(), "trial"),
                        good == 1 ? "is" : "are",
                        basis.wording().value(best(arm).cost()),
                        basis.wording().difference(tolerance(basis, arm)));
    }
}
