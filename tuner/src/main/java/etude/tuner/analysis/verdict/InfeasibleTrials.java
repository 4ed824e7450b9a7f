package etude.tuner.analysis.verdict;

import etude.tuner.analysis.plot.PlotId;
import etude.tuner.analysis.result.StudyResults;
import etude.tuner.analysis.verdict.Answer.Good;
import etude.tuner.analysis.verdict.Answer.NotKnown;
import etude.tuner.space.Arm;
import etude.tuner.store.Infeasible;
import etude.tuner.store.TrialState;
import etude.tuner.text.Numbers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Playbook, "Extracting insight from experimental results": what fraction of the trials is
 * infeasible, where they lie, and whether to reparameterize or look for a bug.
 */
final class InfeasibleTrials {
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
        double share = (double) arm.infeasible().size() / arm.finished();
        String sentence =
                "%d of %s (%s)%s.%s"
                        .formatted(
                                arm.infeasible().size(),
                                Numbers.count(arm.finished(), "trial"),
                                Numbers.percent(share),
                                reasons(arm),
                                failed == 0
                                        ? ""
                                        : " Not counted: %d that failed (%s)."
                                                .formatted(
                                                        failed,
                                                        basis.command("etude study retry")));
        if (share < basis.thresholds().infeasibleAttention()) {
            return new Good(sentence);
        }
        Optional<InfeasibleRegion> region =
                InfeasibleRegion.find(arm, basis.thresholds().infeasibleSeparation());
        String text = sentence + region.map(r -> " " + r.place() + ".").orElse(nowhere(arm));
        String advice = region.map(r -> r.advice() + ".").orElse(bug(arm));
        return Answer.concern(
                share >= basis.thresholds().infeasibleProblem(), text, Remedy.of(advice));
    }

    private static String nowhere(StudyResults arm) {
        return arm.feasible().isEmpty() ? "" : " No hyperparameter tells where they lie.";
    }

    private static String bug(StudyResults arm) {
        boolean memory =
                arm.infeasible().stream()
                        .allMatch(t -> t.reason().kind() == Infeasible.Kind.OUT_OF_MEMORY);
        return memory
                ? Remedies.memory(arm.infeasible().get(0).trial())
                : "Look for a bug in training first: run one of these trials alone and look at its loss step by step. If there is none, narrow the search space or reparameterize it.";
    }

    private static String reasons(StudyResults arm) {
        Map<Infeasible.Kind, Long> counts =
                arm.infeasible().stream()
                        .collect(
                                Collectors.groupingBy(
                                        t -> t.reason().kind(),
                                        TreeMap::new,
                                        Collectors.counting()));
        return counts.isEmpty()
                ? ""
                : counts.entrySet().stream()
                        .map(e -> e.getValue() + " " + e.getKey().words())
                        .collect(Collectors.joining(", ", ": ", ""));
    }
}
