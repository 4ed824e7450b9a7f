package etude.tuner.report;

import com.fasterxml.jackson.databind.JsonNode;
import etude.tuner.chart.Axis;
import etude.tuner.chart.AxisScale;
import etude.tuner.space.Domain;
import etude.tuner.space.Domain.Listed;
import etude.tuner.space.Domain.Range;
import etude.tuner.space.Hyperparameter;
import etude.tuner.space.Values;

/** A hyperparameter as an axis, on its own scale. */
record HyperparameterAxis(Hyperparameter hyperparameter) {
    Axis axis() {
        String name = hyperparameter.id();
        if (hyperparameter.domain() instanceof Listed choices) {
            return new Axis(
                    name,
                    "",
                    new AxisScale.Category(
                            choices.values().stream().map(Values::shortText).toList()));
        }
        Range range = (Range) hyperparameter.domain();
        boolean whole = range instanceof Domain.Whole;
        return switch (range.scale()) {
            case LINEAR -> whole ? Axis.whole(name, "") : Axis.linear(name, "");
            case LOG ->
                    whole && powerOfTwo(range.low()) && powerOfTwo(range.high())
                            ? Axis.powersOfTwo(name, "")
                            : Axis.powersOfTen(name, "");
            case REVERSE_LOG ->
                    new Axis(name, "", new AxisScale.LogBelow(range.low() + range.high()));
            case ONE_MINUS_LOG -> new Axis(name, "", new AxisScale.LogBelow(1));
        };
    }

    private static boolean powerOfTwo(double value) {
        return Long.bitCount((long) value) == 1;
    }

    /** Where a value stands on it. */
    double place(JsonNode value) {
        return hyperparameter.domain() instanceof Listed choices
                ? choices.indexOf(value)
                : value.asDouble();
    }
}
