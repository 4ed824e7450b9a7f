package etude.tuner.analysis.verdict;

import etude.tuner.analysis.plot.PlotId;
import etude.tuner.analysis.result.StudyResults;
import etude.tuner.analysis.statistics.Binomial;
import etude.tuner.analysis.verdict.Answer.Good;
import etude.tuner.analysis.verdict.Answer.NotKnown;
import etude.tuner.analysis.verdict.InfeasibleRegions.Found;
import etude.tuner.record.TrialRecord;
import etude.tuner.space.Arm;
import etude.tuner.store.Infeasible;
import etude.tuner.store.TrialState;
import etude.tuner.text.Numbers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Playbook, "Extracting insight from experimental results": what fraction of the trials is
 * infeasible, where they lie, and whether to reparameterize or look for a bug.
 */
final class InfeasibleTrials {
    /** With fewer their place says nothing. */
    private static final int FEWEST = 3;

    private static final String QUESTION = "How many trials are infeasible%s?";

    private InfeasibleTrials() {}

    static List<Verdict> ask(Basis basis) {
        return basis.outline().arms().stream().map(arm -> verdict(basis, arm)).toList();
    }

    private static Verdict verdict(Basis basis, Arm arm) {
        String where = basis.outline().arms().size() < 2 ? "" : " in " + arm.label();
        return new Verdict(
                Topic.INFEASIBLE,
                QUESTION.formatted(where),
                answer(basis, basis.results().ofArm(arm.index()), failed(basis, arm)),
                PlotId.TRIALS);
    }

    private static long failed(Basis basis, Arm arm) {
        return basis.results().study().trials().stream()
                .filter(t -> t.arm() == arm.index() && t.state() == TrialState.FAILED)
                .count();
    }

    private static Answer answer(Basis basis, StudyResults arm, long failed) {
        if (arm.finished() == 0) {
            return new NotKnown("No trial has finished.", "Run the study.");
        }
        int count = arm.infeasible().size();
        double share = (double) count / arm.finished();
        List<Found> regions = InfeasibleRegions.of(arm, basis.thresholds().significance());
        String sentence =
                "%s.%s%s"
                        .formatted(
                                count == 0
                                        ? "None of " + Numbers.count(arm.finished(), "trial")
                                        : "%d of %s (%s): %s"
                                                .formatted(
                                                        count,
                                                        Numbers.count(arm.finished(), "trial"),
                                                        Numbers.percent(share),
                                                        reasons(arm)),
                                places(arm, regions),
                                failed == 0
                                        ? ""
                                        : " Not counted: %d that failed (%s)."
                                                .formatted(
                                                        failed,
                                                        basis.command("etude study retry")));
        boolean problem = share >= basis.thresholds().infeasibleProblem() && count > 1;
        boolean attention =
                share >= basis.thresholds().infeasibleAttention()
                        && (!regions.isEmpty() || many(basis, arm));
        return problem || attention
                ? Answer.concern(problem, sentence, remedy(basis, arm, regions))
                : new Good(sentence);
    }

    /** Whether half the share that asks for attention does not explain them by chance. */
    private static boolean many(Basis basis, StudyResults arm) {
        double usual = basis.thresholds().infeasibleAttention() / 2;
        return Binomial.atLeast(arm.infeasible().size(), arm.finished(), usual)
                <= basis.thresholds().significance() / basis.outline().arms().size();
    }

    private static String places(StudyResults arm, List<Found> regions) {
        if (regions.isEmpty()) {
            return arm.feasible().isEmpty() || arm.infeasible().size() < FEWEST
                    ? ""
                    : " No hyperparameter tells where they lie by more than chance.";
        }
        return regions.stream()
                .map(
                        found ->
                                " %d of them and %d of the %s lie where %s."
                                        .formatted(
                                                found.infeasible(),
                                                found.feasible(),
                                                Numbers.count(
                                                        arm.feasible().size(), "feasible trial"),
                                                found.region().place()))
                .collect(Collectors.joining());
    }

    private static Remedy remedy(Basis basis, StudyResults arm, List<Found> regions) {
        if (regions.isEmpty()) {
            return bug(basis, arm);
        }
        boolean refines =
                regions.stream()
                        .filter(found -> found.feasible() == 0)
                        .anyMatch(found -> !found.region().refinements(arm, "").isEmpty());
        return new Remedy(
                advice(regions),
                refines ? Optional.of(basis.command("etude study refine")) : Optional.empty(),
                OptionalInt.empty());
    }

    private static String advice(List<Found> regions) {
        return regions.stream()
                .map(
                        found ->
                                found.best()
                                        ? "The best trial lies where %s, too: make training stable there before giving the region up."
                                                .formatted(found.region().place())
                                        : found.region().advice())
                .collect(Collectors.joining(" "));
    }

    private static Remedy bug(Basis basis, StudyResults arm) {
        boolean memory =
                arm.infeasible().stream()
                        .allMatch(t -> t.reason().kind() == Infeasible.Kind.OUT_OF_MEMORY);
        TrialRecord first = arm.infeasible().get(0).trial();
        if (memory) {
            return Remedy.of(Remedies.memory(first));
        }
        Arm where = basis.outline().arms().get(first.arm());
        String text =
                "Look for a bug%s first: train trial %d alone and look at its loss step by step. If there is none, narrow the search space or reparameterize it."
                        .formatted(
                                basis.outline().arms().size() < 2
                                        ? " in training"
                                        : " in how %s trains".formatted(where.label()),
                                first.number());
        return new Remedy(text, first.trainingCommand(), OptionalInt.of(1));
    }

    private static String reasons(StudyResults arm) {
        Map<Infeasible.Kind, Long> counts =
                arm.infeasible().stream()
                        .collect(
                                Collectors.groupingBy(
                                        t -> t.reason().kind(),
                                        TreeMap::new,
                                        Collectors.counting()));
        return counts.entrySet().stream()
                .map(e -> e.getValue() + " " + e.getKey().words())
                .collect(Collectors.joining(", "));
    }
}
