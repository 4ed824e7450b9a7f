package etude.tuner.report;

import etude.tuner.analysis.data.Hyperparameter;
import etude.tuner.analysis.data.Value;
import etude.tuner.analysis.data.ValueDomain.Choices;
import etude.tuner.analysis.data.ValueDomain.Range;
import etude.tuner.chart.Axis;
import etude.tuner.chart.Scale;

/** A hyperparameter as an axis, on its own scale. */
record HyperparameterAxis(Hyperparameter hyperparameter) {
    Axis axis() {
        String name = hyperparameter.id();
        if (hyperparameter.domain() instanceof Choices choices) {
            return new Axis(
                    name,
                    "",
                    new Scale.Category(choices.values().stream().map(Value::text).toList()));
        }
        Range range = (Range) hyperparameter.domain();
        return switch (range.scale()) {
            case LINEAR -> range.whole() ? Axis.whole(name, "") : Axis.linear(name, "");
            case LOG ->
                    range.whole() && powerOfTwo(range.min()) && powerOfTwo(range.max())
                            ? Axis.powersOfTwo(name, "")
                            : Axis.powersOfTen(name, "");
            case REVERSE_LOG -> new Axis(name, "", new Scale.LogBelow(range.min() + range.max()));
            case ONE_MINUS_LOG -> new Axis(name, "", new Scale.LogBelow(1));
        };
    }

    private static boolean powerOfTwo(double value) {
        return Long.bitCount((long) value) == 1;
    }

    /** Where a value stands on it. */
    double place(Value value) {
        return hyperparameter.domain() instanceof Choices choices
                ? choices.values().indexOf(value)
                : ((Value.Numeric) value).number();
    }
}
