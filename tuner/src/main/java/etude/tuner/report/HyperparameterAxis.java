package etude.tuner.report;

import com.fasterxml.jackson.databind.JsonNode;
import etude.tuner.chart.Axis;
import etude.tuner.chart.AxisScale;
import etude.tuner.record.StudyRecord;
import etude.tuner.space.Domain;
import etude.tuner.space.Domain.Listed;
import etude.tuner.space.Domain.Range;
import etude.tuner.space.Hyperparameter;
import etude.tuner.space.Values;

/**
 * A hyperparameter as an axis, on its own scale.
 *
 * @param study whose other hyperparameters it must be told apart from
 */
record HyperparameterAxis(StudyRecord study, Hyperparameter hyperparameter) {
    Axis axis() {
        return new Axis(hyperparameter.id(), "", scale())
                .called(study.outline().shortNames().shorten(hyperparameter.id()));
    }

    private AxisScale scale() {
        if (hyperparameter.domain() instanceof Listed choices) {
            return new AxisScale.Category(
                    choices.values().stream().map(Values::shortText).toList());
        }
        Range range = (Range) hyperparameter.domain();
        boolean whole = range instanceof Domain.Whole;
        return switch (range.scale()) {
            case LINEAR -> new AxisScale.Linear(whole);
            case LOG ->
                    new AxisScale.Log(
                            whole && powerOfTwo(range.low()) && powerOfTwo(range.high()) ? 2 : 10);
            case REVERSE_LOG -> new AxisScale.LogBelow(range.low() + range.high());
            case ONE_MINUS_LOG -> new AxisScale.LogBelow(1);
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
