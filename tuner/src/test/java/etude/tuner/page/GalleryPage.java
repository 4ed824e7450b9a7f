package etude.tuner.page;

import etude.tuner.chart.Axis;
import etude.tuner.chart.AxisScale;
import etude.tuner.chart.Cases;
import etude.tuner.chart.Chart;
import etude.tuner.chart.Choices;
import etude.tuner.chart.CountGrid;
import etude.tuner.chart.Mark;
import etude.tuner.chart.PairwiseScatter;
import etude.tuner.chart.Point;
import etude.tuner.chart.Series;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Every kind of series once, with keys, as the report of a study uses them. */
final class GalleryPage {
    private GalleryPage() {}

    static Page page() {
        return new Page(
                "Gallery",
                "Every kind of chart.",
                List.of(
                        new Section.Charts(
                                "Charts",
                                List.of(
                                        trials(),
                                        curves(20, 100),
                                        boxes(),
                                        bars(),
                                        steps(),
                                        confusion(),
                                        pairs()))),
                new Page.Footer(List.of("etude"), ""));
    }

    /** As many training curves as a study has trials. */
    static Page large(int curves, int evaluations) {
        return new Page(
                "Large",
                "Many curves.",
                List.of(new Section.Charts("Charts", List.of(curves(curves, evaluations)))),
                new Page.Footer(List.of(), ""));
    }

    private static Chart trials() {
        Random random = new Random(1);
        List<Point> points =
                IntStream.range(0, 40)
                        .mapToObj(
                                trial -> {
                                    double rate = Math.pow(10, -3 + 3 * random.nextDouble());
                                    double off = Math.abs(Math.log10(rate) + 1.2);
                                    double error = 0.04 + 0.05 * off + 0.03 * random.nextDouble();
                                    return Point.of(rate, error)
                                            .keyed("" + trial)
                                            .noted("trial " + trial);
                                })
                        .toList();
        List<Point> best =
                points.stream().sorted(Comparator.comparingDouble(Point::y)).limit(3).toList();
        return new Chart(
                "learning-rate",
                "Learning rate: inside",
                "Error of each trial against its learning rate; the best three as stars.",
                Axis.powersOfTen("Learning rate", ""),
                Axis.linear("Validation error", ""),
                List.of(
                        new Series.Scatter("Trials", Series.Role.DATA, points),
                        new Series.Scatter("Best", Series.Role.BEST, best),
                        new Series.Failed(
                                "Infeasible",
                                List.of(
                                        new Series.Failure(0.7, "diverged at step 30", "40"),
                                        new Series.Failure(0.9, "diverged at step 12", "41")))));
    }

    private static Chart curves(int count, int evaluations) {
        double[] steps = IntStream.rangeClosed(1, evaluations).mapToDouble(i -> 20 * i).toArray();
        Random random = new Random(2);
        List<Series.Curve> curves =
                IntStream.range(0, count)
                        .mapToObj(
                                trial -> {
                                    double end = 0.1 + random.nextDouble();
                                    double[] loss = new double[evaluations];
                                    for (int i = 0; i < evaluations; i++) {
                                        loss[i] =
                                                end
                                                        + 2 * Math.exp(-5.0 * i / evaluations)
                                                        + 0.02 * random.nextGaussian();
                                    }
                                    return new Series.Curve("" + trial, steps, loss);
                                })
                        .toList();
        return new Chart(
                "curves",
                "Validation loss",
                "One curve per trial.",
                Axis.linear("Step", ""),
                Axis.linear("Validation loss", "nats"),
                List.of(new Series.Curves("Trials", Series.Role.DATA, curves)),
                List.of(Mark.y(0.5, "target")));
    }

    /** A loss of every step with a spike, which can be smoothed, and stands against time too. */
    private static Chart steps() {
        double[] low = IntStream.range(0, 200).mapToDouble(i -> 1 + 9.0 / (i + 1)).toArray();
        double[] high = low.clone();
        high[100] = 70;
        return new Chart(
                        "steps",
                        "Loss of every step",
                        "Of five neighbouring steps the lowest and the highest.",
                        Axis.whole("Step", ""),
                        Axis.powersOfTen("Loss", ""),
                        List.of(
                                new Series.Trace(
                                        "Loss", Series.Role.DATA, "3", 5, low, high, low.clone())))
                .offering(
                        new Choices(
                                true,
                                true,
                                List.of(
                                        new Choices.Clock(
                                                "3",
                                                new double[] {0, 1000},
                                                new double[] {0, 20}))));
    }

    private static CountGrid confusion() {
        AxisScale names = new AxisScale.Category(List.of("cat", "dog", "frog"));
        return new CountGrid(
                "confusion",
                "Which class is taken for which",
                "Rows are true.",
                new Axis("Predicted class", "", names),
                new Axis("True class", "", names),
                new int[][] {{40, 9, 1}, {12, 38, 0}, {0, 0, 50}});
    }

    /** Trials whose value follows from the one axis and not from the other. */
    private static PairwiseScatter pairs() {
        Random random = new Random(3);
        List<Cases.Case> cases =
                IntStream.range(0, 25)
                        .mapToObj(i -> new double[] {random.nextDouble(), random.nextDouble()})
                        .sorted(Comparator.comparingDouble(at -> at[0]))
                        .map(
                                at ->
                                        new Cases.Case(
                                                "" + at[0],
                                                "trial",
                                                Cases.Standing.MEASURED,
                                                at,
                                                at[0]))
                        .toList();
        List<Axis> axes = List.of(Axis.linear("dropout", ""), Axis.linear("decay", ""));
        return new PairwiseScatter(
                "pairs",
                "Two hyperparameters",
                "The left is good.",
                new Cases(axes, Axis.linear("Error", ""), true, cases),
                0,
                1);
    }

    private static Chart boxes() {
        return new Chart(
                "boxes",
                "Best error against number of trials",
                "Bootstrap of 1,000 draws.",
                new Axis("Trials", "", new AxisScale.Category(List.of("5", "10", "20", "40"))),
                Axis.linear("Best error", "%"),
                List.of(
                        new Series.Box(
                                "Bootstrap",
                                IntStream.range(0, 4)
                                        .mapToObj(
                                                i ->
                                                        new Series.Quantiles(
                                                                i,
                                                                5 - i,
                                                                6 - i,
                                                                7 - 1.2 * i,
                                                                8 - 1.5 * i,
                                                                10 - 1.7 * i))
                                        .toList())));
    }

    private static Chart bars() {
        return new Chart(
                "bars",
                "Where the best step falls",
                "Number of trials per fifth of training.",
                new Axis(
                        "Part of training",
                        "",
                        new AxisScale.Category(
                                List.of("0-20 %", "20-40 %", "40-60 %", "60-80 %", "80-100 %"))),
                Axis.linear("Trials", ""),
                List.of(
                        new Series.Bar(
                                "Trials",
                                IntStream.range(0, 5)
                                        .mapToObj(i -> Point.of(i, new int[] {1, 0, 4, 9, 26}[i]))
                                        .toList())));
    }
}
