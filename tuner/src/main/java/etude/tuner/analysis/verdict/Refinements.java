package etude.tuner.analysis.verdict;

import com.fasterxml.jackson.databind.JsonNode;
import etude.tuner.analysis.plot.ImportancePlot;
import etude.tuner.analysis.result.FeasibleTrial;
import etude.tuner.analysis.result.StudyResults;
import etude.tuner.analysis.verdict.InfeasibleRegions.Found;
import etude.tuner.space.Arm;
import etude.tuner.space.Domain.Range;
import etude.tuner.space.Hyperparameter;
import etude.tuner.space.Role;
import etude.tuner.text.Numbers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How to change the search space for the next study (playbook, "Identifying bad search space
 * boundaries", "Not sampling enough points in the search space" and "Extracting insight from
 * experimental results"), by the rules of the verdicts.
 */
final class Refinements {
    /** A forest that predicts less of the trials that it has not seen tells nothing. */
    private static final double FEWEST_EXPLAINED = 0.3;

    private final Basis basis;

    private Refinements(Basis basis) {
        this.basis = basis;
    }

    /** In the order in which they are to be made. */
    static List<Refinement> of(Basis basis) {
        return new Refinements(basis).all();
    }

    private List<Refinement> all() {
        List<Refinement> changes = new ArrayList<>(SpaceLargeEnough.widenings(basis));
        Set<Hyperparameter> changed = new HashSet<>();
        changes.forEach(change -> changed.add(((Refinement.MovedEnd) change).hyperparameter()));
        for (Refinement change : infeasible()) {
            if (touched(change).noneMatch(changed::contains)) {
                changes.add(change);
                touched(change).forEach(changed::add);
            }
        }
        basis.outline().hyperparameters(Role.NUISANCE).stream()
                .filter(one -> !changed.contains(one))
                .flatMap(one -> idle(one).stream())
                .forEach(changes::add);
        EnoughPoints.wanted(basis).ifPresent(changes::add);
        return changes;
    }

    private static Stream<Hyperparameter> touched(Refinement change) {
        return change instanceof Refinement.Combined both
                ? Stream.of(both.first(), both.second())
                : change instanceof Refinement.MovedEnd end
                        ? Stream.of(end.hyperparameter())
                        : Stream.of(((Refinement.DroppedValue) change).hyperparameter());
    }

    /** Where trials are infeasible, and no other trial is. */
    private List<Refinement> infeasible() {
        List<Refinement> changes = new ArrayList<>();
        for (Arm arm : basis.outline().arms()) {
            StudyResults results = basis.results().ofArm(arm.index());
            for (Found found : InfeasibleRegions.of(results, basis.thresholds().significance())) {
                if (found.feasible() == 0) {
                    changes.addAll(found.region().refinements(results, reason(arm, found)));
                }
            }
        }
        return changes;
    }

    private String reason(Arm arm, Found found) {
        return "%sall %s where %s %s infeasible."
                .formatted(
                        basis.in(arm),
                        Numbers.count(found.infeasible(), "trial"),
                        found.region().place(),
                        found.infeasible() == 1 ? "is" : "are");
    }

    /** Every arm in which it was measured must agree, and one must have measured it. */
    private Optional<Refinement> idle(Hyperparameter hyperparameter) {
        boolean told = false;
        for (ImportancePlot plot : basis.plots().importances()) {
            for (ImportancePlot.Share share : plot.shares()) {
                if (share.hyperparameter().equals(hyperparameter)) {
                    if (share.beyondChance()) {
                        return Optional.empty();
                    }
                    told |=
                            plot instanceof ImportancePlot.Measured measured
                                    && measured.explained() >= FEWEST_EXPLAINED;
                }
            }
        }
        Optional<JsonNode> best =
                basis.results().feasible().stream()
                        .map(FeasibleTrial::trial)
                        .flatMap(trial -> trial.value(hyperparameter).stream())
                        .findFirst();
        return told
                ? best.map(
                        value ->
                                new Refinement.FixedValue(
                                        hyperparameter,
                                        value,
                                        "neither functional ANOVA nor PED-ANOVA gives it more than chance does; the value is that of the best trial."))
                : Optional.empty();
    }

    /** The values of a combination over the feasible trials, for {@link Refinement.Combined}. */
    static double[] combined(
            StudyResults results, Hyperparameter first, Hyperparameter second, boolean product) {
        return results.feasible().stream()
                .map(FeasibleTrial::trial)
                .filter(t -> t.value(first).isPresent() && t.value(second).isPresent())
                .mapToDouble(
                        t -> {
                            double one = factor(first, t.value(first).orElseThrow());
                            double other = factor(second, t.value(second).orElseThrow());
                            return product ? one * other : one / other;
                        })
                .toArray();
    }

    private static double factor(Hyperparameter hyperparameter, JsonNode value) {
        return switch (((Range) hyperparameter.domain()).scale()) {
            case ONE_MINUS_LOG -> 1 - value.asDouble();
            case LOG, LINEAR, REVERSE_LOG -> value.asDouble();
        };
    }
}
