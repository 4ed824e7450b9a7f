package etude.tuner.cli;

import etude.trainer.engine.Treatment;
import etude.trainer.run.ModelParameters;
import etude.trainer.weights.LoadReport;
import etude.tuner.text.Numbers;
import etude.tuner.text.Table;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Shows the parameters of a model by the names that patterns match. */
record ParameterTable(ModelParameters parameters) {
    /** Fitted to so many columns, with what was read of initial weights below. */
    List<String> lines(int width) {
        Table table =
                new Table(
                        List.of(
                                Table.Column.of("PARAMETER"),
                                Table.Column.of("SHAPE").rank(3),
                                Table.Column.of("TRAINING").rank(1),
                                Table.Column.of("STARTS").rank(2)));
        Map<String, String> starts = parameters.start().map(LoadReport::starts).orElseGet(Map::of);
        for (ModelParameters.Parameter one : parameters.all()) {
            table.row(
                    one.name(),
                    one.shape().stream().map(String::valueOf).collect(Collectors.joining(" x ")),
                    training(one),
                    starts.getOrDefault(one.name(), ""));
        }
        return table.fitted(width).lines("a wider terminal or a pipe");
    }

    private static String training(ModelParameters.Parameter one) {
        if (one.statistic()) {
            return "statistic";
        }
        return one.treatment().map(ParameterTable::words).orElse("frozen");
    }

    private static String words(Treatment treatment) {
        String rate =
                treatment.learningRateScale() == 1
                        ? ""
                        : "rate x " + Numbers.text(treatment.learningRateScale());
        String decay =
                treatment.weightDecay() == 0
                        ? ""
                        : "decay " + Numbers.text(treatment.weightDecay());
        return rate.isEmpty() || decay.isEmpty() ? rate + decay : rate + ", " + decay;
    }
}
