package etude.tuner.procedure;

import etude.tuner.analysis.statistics.Histogram;
import etude.tuner.chart.Axis;
import etude.tuner.chart.Chart;
import etude.tuner.chart.Mark;
import etude.tuner.chart.Point;
import etude.tuner.chart.Series;
import etude.tuner.page.Section;
import etude.tuner.report.Thinned;
import etude.tuner.text.Numbers;
import java.util.ArrayList;
import java.util.List;

/** The playbook's Figure 9 of a workload: norms with thresholds, and what these do to the loss. */
record ClippingPage(
        ClippingProcedure procedure, UnstableRate.Found found, List<ClippingTry> tries) {
    List<Section> sections() {
        return List.of(
                new Section.Charts(
                        "Gradient norms of the best training", List.of(norms(), histogram())),
                new Section.Charts("At the unstable rate", List.of(losses())));
    }

    private List<Mark> marks(Mark.Side side) {
        return tries.stream()
                .map(one -> new Mark(side, one.threshold(), Numbers.text(one.threshold())))
                .toList();
    }

    private Chart norms() {
        List<Series> series =
                List.of(
                        Thinned.trace(
                                "Gradient norm",
                                Series.Role.DATA,
                                "",
                                procedure.norms().runs().get(0).steps().gradientNorms()));
        return new Chart(
                "norms",
                "Gradient norm of every step",
                "Of the best one, unclipped; dashed the thresholds that were tried, which are best just above the typical norm (playbook, Figure 9). "
                        + Thinned.explanation(series),
                Axis.whole("Step", ""),
                Axis.powersOfTen("Gradient norm", ""),
                series,
                marks(Mark.Side.Y));
    }

    /** Bars need evenly spaced positions; the outline of a histogram does not. */
    private Chart histogram() {
        Histogram histogram = procedure.norms().histogram();
        List<Point> outline = new ArrayList<>();
        for (int i = 0; i < histogram.counts().size(); i++) {
            outline.add(Point.of(histogram.edges().get(i), histogram.counts().get(i)));
            outline.add(Point.of(histogram.edges().get(i + 1), histogram.counts().get(i)));
        }
        int runs = procedure.norms().runs().size();
        return new Chart(
                "norms-histogram",
                "Histogram of the gradient norms",
                "All steps of %s; the median is %s."
                        .formatted(
                                runs == 1 ? "the run" : "the best %d trials".formatted(runs),
                                Numbers.text(procedure.norms().median())),
                Axis.powersOfTen("Gradient norm", ""),
                Axis.linear("Steps", ""),
                List.of(new Series.Line("Steps", Series.Role.DATA, outline)),
                marks(Mark.Side.X));
    }

    private Chart losses() {
        List<Series> series = new ArrayList<>();
        found.course().ifPresent(course -> add(series, "not clipped", course));
        tries.forEach(
                one -> add(series, "clipped above " + Numbers.text(one.threshold()), one.course()));
        return new Chart(
                "clipped-losses",
                "Training loss at rate " + Numbers.text(found.unstable()),
                "With each threshold that was tried. " + Thinned.explanation(series),
                Axis.whole("Step", ""),
                LossPoints.axis("train/loss", series),
                series);
    }

    private static void add(List<Series> series, String name, RateCourse course) {
        float[] losses = course.trial().steps().losses();
        if (losses.length > 0) {
            series.add(Thinned.trace(name, Series.Role.DATA, "", losses));
        }
    }
}
