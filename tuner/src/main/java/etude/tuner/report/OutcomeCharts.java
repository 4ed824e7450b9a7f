package etude.tuner.report;

import etude.trainer.run.Outcomes;
import etude.tuner.chart.Axis;
import etude.tuner.chart.AxisScale;
import etude.tuner.chart.Chart;
import etude.tuner.chart.CountGrid;
import etude.tuner.chart.Figure;
import etude.tuner.chart.Mark;
import etude.tuner.chart.Point;
import etude.tuner.chart.Series;
import etude.tuner.text.Numbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What was predicted beside what is true, on the validation examples.
 *
 * @param whose as in "trial 7 at step 800"
 */
record OutcomeCharts(String whose) {
    private static final int MOST_NAMED = 3;

    /** A class that was taken for another. */
    private record Mistake(int actual, int predicted, int count, int all) {}

    /** All that there is to draw of it. */
    List<Figure> of(Outcomes.Predictions predictions) {
        if (predictions instanceof Outcomes.Confusion confusion) {
            return List.of(confusion(confusion.classes(), confusion.counts()));
        }
        Outcomes.Residuals residuals = (Outcomes.Residuals) predictions;
        Outcomes.Grid grid = residuals.grid();
        Outcomes.Histogram histogram = residuals.histogram();
        return List.of(
                predictions(grid.from(), grid.to(), grid.counts()),
                residuals(
                        residuals.mean(),
                        residuals.deviation(),
                        histogram.from(),
                        histogram.to(),
                        histogram.counts()));
    }

    /**
     * Which class is taken for which.
     *
     * @param counts examples, by {@code [true class][predicted class]}
     */
    Figure confusion(List<String> classes, int[][] counts) {
        return new CountGrid(
                "confusion",
                "Which class is taken for which",
                "Validation examples of each true class by what %s takes them for; the stronger the color, the larger the share of the class. The diagonal is right. %s"
                        .formatted(whose, mistakes(classes, counts)),
                new Axis("Predicted class", "", new AxisScale.Category(classes)),
                new Axis("True class", "", new AxisScale.Category(classes)),
                counts);
    }

    private static String mistakes(List<String> classes, int[][] counts) {
        List<Mistake> mistakes =
                IntStream.range(0, counts.length)
                        .boxed()
                        .flatMap(actual -> ofClass(actual, counts[actual]).stream())
                        .sorted(Comparator.comparingInt(Mistake::count).reversed())
                        .toList();
        if (mistakes.isEmpty()) {
            return "There is no mistake.";
        }
        return mistakes.stream()
                .limit(MOST_NAMED)
                .map(
                        one ->
                                "%s for %s (%d of %d)"
                                        .formatted(
                                                classes.get(one.actual()),
                                                classes.get(one.predicted()),
                                                one.count(),
                                                one.all()))
                .collect(Collectors.joining(", ", "Most often it takes ", "."));
    }

    private static List<Mistake> ofClass(int actual, int[] counts) {
        int all = Arrays.stream(counts).sum();
        return IntStream.range(0, counts.length)
                .filter(predicted -> predicted != actual && counts[predicted] > 0)
                .mapToObj(predicted -> new Mistake(actual, predicted, counts[predicted], all))
                .toList();
    }

    /**
     * Predictions of numbers against their targets.
     *
     * @param from where the first cell begins, on both axes
     * @param to where the last cell ends
     * @param counts examples, by {@code [cell of the target][cell of the prediction]}
     */
    Figure predictions(double from, double to, int[][] counts) {
        int[][] byPrediction = new int[counts.length][counts.length];
        for (int target = 0; target < counts.length; target++) {
            for (int prediction = 0; prediction < counts.length; prediction++) {
                byPrediction[prediction][target] = counts[target][prediction];
            }
        }
        return new CountGrid(
                "predictions",
                "Prediction against target",
                "Validation examples of %s; the stronger the color of a cell, the more. On the dashed line predictions are right; those outside of the targets' range stand in the outermost cells."
                        .formatted(whose),
                Axis.linear("Target", ""),
                Axis.linear("Prediction", ""),
                from,
                to,
                byPrediction);
    }

    /**
     * How far predictions are off.
     *
     * @param mean of the residuals
     * @param deviation of the residuals from their mean
     * @param from where the first cell begins
     * @param to where the last cell ends
     */
    Figure residuals(double mean, double deviation, double from, double to, int[] counts) {
        List<Point> outline = new ArrayList<>();
        double width = (to - from) / counts.length;
        for (int i = 0; i < counts.length; i++) {
            outline.add(Point.of(from + i * width, counts[i]));
            outline.add(Point.of(from + (i + 1) * width, counts[i]));
        }
        return new Chart(
                "residuals",
                "Residuals",
                "Prediction less target on the validation examples of %s: mean %s, standard deviation %s. The outermost cells also count what lies beyond. A mean away from 0 is a bias."
                        .formatted(whose, Numbers.text(mean), Numbers.text(deviation)),
                Axis.linear("Prediction less target", ""),
                Axis.linear("Examples", ""),
                List.of(new Series.Line("Examples", Series.Role.DATA, outline)),
                List.of(Mark.x(0, "right")));
    }
}
