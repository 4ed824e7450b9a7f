package etude.tuner.report;

import etude.tuner.analysis.Analysis;
import etude.tuner.analysis.plot.BudgetPlot;
import etude.tuner.analysis.plot.ImportancePlot;
import etude.tuner.analysis.plot.IsolationPlot;
import etude.tuner.analysis.plot.PlotId;
import etude.tuner.chart.Axis;
import etude.tuner.chart.AxisScale;
import etude.tuner.chart.Chart;
import etude.tuner.chart.Point;
import etude.tuner.chart.Series;
import etude.tuner.record.StudyRecord;
import etude.tuner.space.Hyperparameter;
import etude.tuner.text.Numbers;
import etude.tuner.text.Sentences;
import etude.tuner.text.ShortNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Isolation plots, best result against number of trials, and importance. */
record ComparisonCharts(StudyRecord study, Analysis analysis) {
    private ShortNames names() {
        return study.outline().shortNames();
    }

    List<Chart> isolations() {
        return analysis.plots().isolations().stream()
                .filter(plot -> plot.points().stream().anyMatch(p -> p.best().isPresent()))
                .map(this::isolation)
                .toList();
    }

    private Chart isolation(IsolationPlot plot) {
        List<Series> series = new ArrayList<>();
        series.add(
                new Series.Scatter(
                        "Best trial, with search luck", Series.Role.DATA, best(plot.points())));
        int fewest = plot.points().stream().mapToInt(IsolationPlot.Point::trials).min().orElse(0);
        if (plot.points().stream().anyMatch(point -> point.trials() > fewest)) {
            series.add(
                    new Series.Scatter(
                            "Median best of %s each, as many as the fewest have"
                                    .formatted(Numbers.count(fewest, "trial")),
                            Series.Role.DATA,
                            atEqualCount(plot.points())));
        }
        String name = names().shorten(plot.hyperparameter().path());
        return new Chart(
                PlotId.isolation(plot.hyperparameter()),
                "Best over nuisance hyperparameters, per " + name,
                "Each point is the best of its trials. Bars show search luck: the 10-90 % range of"
                        + " the best of half the trials.",
                new Axis(
                                plot.hyperparameter().path(),
                                "",
                                new AxisScale.Category(
                                        plot.points().stream()
                                                .map(IsolationPlot.Point::label)
                                                .toList(),
                                        plot.points().stream()
                                                .map(ComparisonCharts::count)
                                                .toList()))
                        .called(name),
                ReportCharts.objective(study),
                series);
    }

    private static String count(IsolationPlot.Point point) {
        return Numbers.count(point.trials(), "trial");
    }

    private static List<Point> best(List<IsolationPlot.Point> points) {
        List<Point> drawn = new ArrayList<>();
        for (int i = 0; i < points.size(); i++) {
            IsolationPlot.Point point = points.get(i);
            if (point.best().isPresent() && point.bestTrial().isPresent()) {
                int trial = point.bestTrial().getAsInt();
                String note =
                        "trial %d, best of %d, %d infeasible"
                                .formatted(trial, point.trials(), point.infeasible());
                drawn.add(
                        withLuck(Point.of(i, point.best().getAsDouble()), point.searchLuck())
                                .noted(note)
                                .keyed(Integer.toString(trial)));
            }
        }
        return drawn;
    }

    private static List<Point> atEqualCount(List<IsolationPlot.Point> points) {
        return IntStream.range(0, points.size())
                .filter(i -> points.get(i).atEqualCount().isPresent())
                .mapToObj(i -> Point.of(i, points.get(i).atEqualCount().getAsDouble()))
                .toList();
    }

    private static Point withLuck(Point point, IsolationPlot.Point.Luck luck) {
        if (luck.better().isEmpty() || luck.worse().isEmpty()) {
            return point;
        }
        double one = luck.better().getAsDouble();
        double other = luck.worse().getAsDouble();
        return point.between(Math.min(one, other), Math.max(one, other));
    }

    /** One series of boxes per arm; a single arm where there is only one. */
    Optional<Chart> budget() {
        if (study.outline().algorithm().isAdaptive()) {
            return Optional.empty(); // fewer trials would have been others
        }
        List<Series> series = new ArrayList<>();
        List<Integer> numbers =
                analysis.plots().budgets().stream()
                        .flatMap(plot -> plot.boxes().stream())
                        .map(BudgetPlot.Box::trials)
                        .distinct()
                        .sorted()
                        .toList();
        for (BudgetPlot plot : analysis.plots().budgets()) {
            List<Series.Quantiles> boxes =
                    plot.boxes().stream()
                            .flatMap(box -> quantiles(box, numbers.indexOf(box.trials())).stream())
                            .toList();
            if (!boxes.isEmpty()) {
                series.add(new Series.Box(names().shorten(plot.arm().label()), boxes));
            }
        }
        return Chart.drawn(
                PlotId.BUDGET,
                "Best result against number of trials",
                "What studies of fewer trials would have found, by resampling these trials:"
                        + " 5, 25, 50, 75 and 95 %. Where one study in 20 would have found"
                        + " nothing feasible, there is no box.",
                new Axis(
                        "Trials",
                        "",
                        new AxisScale.Category(numbers.stream().map(String::valueOf).toList())),
                ReportCharts.objective(study),
                series);
    }

    private static Optional<Series.Quantiles> quantiles(BudgetPlot.Box box, int place) {
        if (box.best5().isEmpty() || box.best95().isEmpty()) {
            return Optional.empty();
        }
        double first = box.best5().getAsDouble();
        double last = box.best95().getAsDouble();
        boolean rising = first <= last;
        double lower = (rising ? box.best25() : box.best75()).orElse(first);
        double upper = (rising ? box.best75() : box.best25()).orElse(last);
        return Optional.of(
                new Series.Quantiles(
                        place,
                        Math.min(first, last),
                        lower,
                        box.median().orElse(lower),
                        upper,
                        Math.max(first, last)));
    }

    Optional<Chart> importance() {
        List<Series> series = new ArrayList<>();
        List<String> paths = measuredPaths();
        for (ImportancePlot plot : analysis.plots().importances()) {
            List<Point> bars =
                    plot.shares().stream()
                            .map(
                                    share ->
                                            Point.of(
                                                            paths.indexOf(
                                                                    share.hyperparameter().path()),
                                                            share.share())
                                                    .noted(share.hyperparameter().path()))
                            .toList();
            if (!bars.isEmpty()) {
                series.add(new Series.Bar(names().shorten(label(plot)), bars));
            }
        }
        return Chart.drawn(
                PlotId.IMPORTANCE,
                "Importance of hyperparameters",
                caveats(),
                new Axis(
                        "Hyperparameter",
                        "",
                        new AxisScale.Category(paths.stream().map(names()::shorten).toList())),
                Axis.linear("Share of the variance", "").inPercent(),
                series);
    }

    private String label(ImportancePlot plot) {
        return study.outline().arms().size() < 2
                ? Sentences.start(plot.name())
                : plot.arm().label() + ", " + plot.name();
    }

    /** What to keep in mind of each method, and of each arm where there are several. */
    private String caveats() {
        return analysis.plots().importances().stream()
                        .map(
                                plot ->
                                        study.outline().arms().size() < 2
                                                ? plot.caveat()
                                                : plot.arm().label() + ": " + plot.caveat())
                        .distinct()
                        .collect(Collectors.joining(" "))
                + (study.outline().algorithm().isAdaptive()
                        ? " The points were chosen adaptively, so this is of where the trials are, most of them near the best, and not of the whole search space."
                        : "");
    }

    /** In the order of declaration; an arm has at most one hyperparameter of each path. */
    private List<String> measuredPaths() {
        Set<String> measured =
                analysis.plots().importances().stream()
                        .flatMap(plot -> plot.shares().stream())
                        .map(share -> share.hyperparameter().path())
                        .collect(Collectors.toSet());
        return study.outline().hyperparameters().stream()
                .map(Hyperparameter::path)
                .filter(measured::contains)
                .distinct()
                .toList();
    }
}
