package etude.tuner.search;

import com.fasterxml.jackson.databind.JsonNode;
import etude.tuner.space.Hyperparameter;
import etude.tuner.surrogate.Prediction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What a model believes along one hyperparameter, with all others as in the best trial.
 *
 * @param dimension of the arm's space
 * @param best the value of the best trial
 * @param places in the order of the scale
 */
public record Slice(
        int dimension, Hyperparameter hyperparameter, JsonNode best, List<Place> places) {
    private static final int PLACES = 61;

    /** Half the width of a 90 % interval in deviations. */
    private static final double WIDTH = 1.6448536269514722;

    public Slice {
        places = List.copyOf(places);
    }

    /**
     * A value.
     *
     * @param median cost that is expected if the settings work
     * @param low with a probability of 5 % the cost is lower
     * @param high with a probability of 5 % the cost is higher
     * @param feasible the probability that the settings work
     */
    public record Place(JsonNode value, double median, double low, double high, double feasible) {}

    /** Those of all hyperparameters that the best trial has. */
    public static List<Slice> of(ArmModel model, Map<String, JsonNode> best) {
        ArmSpace space = model.space();
        List<Slice> slices = new ArrayList<>();
        for (int d = 0; d < space.dimensions().size(); d++) {
            int dimension = d;
            Hyperparameter one = space.hyperparameter(d);
            Optional.ofNullable(best.get(one.id()))
                    .ifPresent(
                            value ->
                                    slices.add(
                                            new Slice(
                                                    dimension,
                                                    one,
                                                    value,
                                                    places(model, best, one))));
        }
        return slices;
    }

    private static List<Place> places(
            ArmModel model, Map<String, JsonNode> best, Hyperparameter along) {
        List<JsonNode> values =
                along.domain().size().orElse(Long.MAX_VALUE) <= PLACES
                        ? along.domain().all()
                        : IntStream.range(0, PLACES)
                                .mapToObj(i -> along.domain().at(i / (PLACES - 1.0)))
                                .distinct()
                                .toList();
        return values.stream().map(value -> place(model, best, along, value)).toList();
    }

    private static Place place(
            ArmModel model, Map<String, JsonNode> best, Hyperparameter along, JsonNode value) {
        Map<String, JsonNode> values = new LinkedHashMap<>(best);
        values.put(along.id(), value);
        double[] point = model.space().point(values);
        Prediction prediction = model.objective().at(point);
        double reach = WIDTH * prediction.deviation();
        return new Place(
                value,
                model.warp().cost(prediction.mean()),
                model.warp().cost(prediction.mean() - reach),
                model.warp().cost(prediction.mean() + reach),
                model.feasible(point));
    }
}
