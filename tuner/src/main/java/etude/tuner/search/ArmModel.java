package etude.tuner.search;

import etude.tuner.space.Origin;
import etude.tuner.surrogate.Beliefs;
import etude.tuner.surrogate.Classification;
import etude.tuner.surrogate.Fit;
import etude.tuner.surrogate.Prediction;
import etude.tuner.surrogate.Regression;
import etude.tuner.surrogate.Warp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the finished trials of an arm let believe: of the objective where settings work, and of
 * where they do.
 *
 * @param known the finished trials, in the order of their numbers
 */
public record ArmModel(
        ArmSpace space,
        List<Known> known,
        Warp warp,
        Beliefs objectiveBeliefs,
        Regression objective,
        Optional<Beliefs> feasibilityBeliefs,
        Optional<Classification> feasibility) {
    private static final int FEWEST_FEASIBLE = 2;

    /**
     * Why there can be no model of these trials; empty where there can.
     *
     * @param known in any state
     */
    static Optional<Origin.Reason> hindrance(List<Known> known) {
        double[] costs = costs(known);
        if (costs.length < FEWEST_FEASIBLE) {
            return Optional.of(Origin.Reason.TOO_FEW);
        }
        for (double cost : costs) {
            if (cost != costs[0]) {
                return Optional.empty();
            }
        }
        return Optional.of(Origin.Reason.CONSTANT);
    }

    static double[] costs(List<Known> known) {
        return known.stream()
                .map(Known::result)
                .filter(Known.Result.Reached.class::isInstance)
                .mapToDouble(result -> ((Known.Result.Reached) result).cost())
                .toArray();
    }

    /**
     * Makes one, where there is no {@link #hindrance}.
     *
     * @param all trials of the arm by number, in any state; models that chose their points are not
     *     fitted again before they must
     * @param similar another model of the arm, of which nothing is computed again that both have in
     *     common
     */
    static ArmModel of(ArmSpace space, List<Known> all, Optional<ArmModel> similar) {
        List<Known> known = all.stream().filter(Known::tells).toList();
        List<Known> feasible = known.stream().filter(Known::isFeasible).toList();
        double[] costs = costs(feasible);
        Warp warp = Warp.of(costs);
        double[] values = new double[costs.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = warp.value(costs[i]);
        }
        List<double[]> points = feasible.stream().map(k -> space.point(k.values())).toList();
        Optional<Beliefs> earlier = latest(all).map(s -> beliefs(space, s.objective()));
        Beliefs beliefs =
                earlier.filter(found -> found.suffice(values.length))
                        .orElseGet(
                                () -> Fit.regression(space.dimensions(), points, values, earlier));
        Regression objective =
                similar.map(other -> other.objective.like(beliefs, points, values))
                        .orElseGet(
                                () -> Regression.of(space.dimensions(), beliefs, points, values));
        if (feasible.size() == known.size()) {
            return new ArmModel(
                    space, known, warp, beliefs, objective, Optional.empty(), Optional.empty());
        }
        List<double[]> every = known.stream().map(k -> space.point(k.values())).toList();
        List<Boolean> good = known.stream().map(Known::isFeasible).toList();
        Optional<Beliefs> before =
                latest(all)
                        .flatMap(s -> s.feasibility().stream().findFirst())
                        .map(model -> beliefs(space, model));
        Beliefs feasibility =
                before.filter(found -> found.suffice(every.size()))
                        .orElseGet(
                                () -> Classification.fit(space.dimensions(), every, good, before));
        return new ArmModel(
                space,
                known,
                warp,
                beliefs,
                objective,
                Optional.of(feasibility),
                Optional.of(Classification.of(space.dimensions(), feasibility, every, good)));
    }

    private static Optional<Origin.Suggested> latest(List<Known> all) {
        return all.stream()
                .map(Known::origin)
                .filter(Origin.Suggested.class::isInstance)
                .map(Origin.Suggested.class::cast)
                .reduce((one, next) -> next);
    }

    /** As a trial keeps it. */
    static Origin.Model kept(ArmSpace space, Beliefs beliefs) {
        Map<String, Double> scales = new LinkedHashMap<>();
        for (int d = 0; d < beliefs.lengthScales().size(); d++) {
            scales.put(space.hyperparameter(d).id(), beliefs.lengthScales().get(d));
        }
        return new Origin.Model(
                scales,
                beliefs.variance(),
                beliefs.noise(),
                beliefs.points(),
                beliefs.degenerate());
    }

    private static Beliefs beliefs(ArmSpace space, Origin.Model model) {
        List<Double> scales = new ArrayList<>();
        for (int d = 0; d < space.dimensions().size(); d++) {
            scales.add(model.lengthScales().getOrDefault(space.hyperparameter(d).id(), 1.0));
        }
        return new Beliefs(
                scales, model.variance(), model.noise(), model.trials(), model.degenerate());
    }

    /** The cost that is expected of a point if its settings work. */
    public Prediction cost(double[] point) {
        return warp.cost(objective.at(point));
    }

    /** The probability that settings work. */
    public double feasible(double[] point) {
        return feasibility.map(model -> model.probability(point)).orElse(1.0);
    }

    /** The models as a trial keeps them. */
    List<Origin.Model> keptFeasibility() {
        return feasibilityBeliefs.map(found -> kept(space, found)).stream().toList();
    }

    /** The finished trials that worked, in the order of the points of {@link #objective}. */
    public Stream<Known> feasibleTrials() {
        return known.stream().filter(Known::isFeasible);
    }
}
