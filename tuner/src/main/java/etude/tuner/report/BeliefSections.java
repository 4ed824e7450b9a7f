package etude.tuner.report;

import etude.tuner.analysis.result.Wording;
import etude.tuner.analysis.statistics.BestOfDraws;
import etude.tuner.chart.Axis;
import etude.tuner.chart.Chart;
import etude.tuner.chart.Figure;
import etude.tuner.chart.Point;
import etude.tuner.chart.Series;
import etude.tuner.page.Section;
import etude.tuner.record.StudyRecord;
import etude.tuner.search.Calibration;
import etude.tuner.search.Known;
import etude.tuner.search.Slice;
import etude.tuner.space.Arm;
import etude.tuner.space.Origin;
import etude.tuner.space.Trial;
import etude.tuner.space.Values;
import etude.tuner.study.OpenStudy;
import etude.tuner.study.StudyBeliefs;
import etude.tuner.text.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the models of an adaptive search believe: how well they predict, the objective along each
 * hyperparameter, where settings do not work, where the next points would lie, and what the search
 * gained over points that follow no results.
 */
record BeliefSections(StudyRecord study, Wording wording, Arm arm, StudyBeliefs.OfArm beliefs) {
    private static final String HEADING = "What the model believes";

    /** None for studies whose points follow no results. */
    static List<Section> of(OpenStudy open, StudyRecord study) {
        List<Section> sections = new ArrayList<>();
        for (Arm arm : open.study().arms()) {
            StudyBeliefs.of(open, arm)
                    .map(beliefs -> new BeliefSections(study, Wording.of(study), arm, beliefs))
                    .ifPresent(one -> sections.addAll(one.sections()));
        }
        return sections;
    }

    private List<Section> sections() {
        List<Figure> figures = new ArrayList<>();
        figures.add(predictions());
        figures.add(gains());
        for (Slice slice : beliefs.slices()) {
            figures.add(objective(slice));
            if (beliefs.model().feasibility().isPresent()) {
                figures.add(feasibility(slice));
            }
        }
        return List.of(
                new Section.Charts(heading(HEADING), figures),
                new Section.Table(heading("Where the next trials would be"), columns(), rows()));
    }

    private String heading(String words) {
        return study.outline().arms().size() < 2 ? words : words + ", " + arm.label();
    }

    private String id(String kind) {
        return "belief-%s-%d".formatted(kind, arm.index());
    }

    /** The model knows nothing of the ends that a rate has. */
    private double shown(double cost) {
        double value = wording.less() ? cost : -cost;
        return wording.rate() ? Math.min(Math.max(value, 0), 1) : value;
    }

    private Axis axis(String name) {
        return ReportCharts.measured(Axis.linear(name, ""), wording.metric());
    }

    private Chart predictions() {
        List<Point> points = new ArrayList<>();
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (Calibration.Case one : beliefs.calibration().cases()) {
            double x = shown(one.cost());
            double ends = shown(one.low());
            double other = shown(one.high());
            points.add(
                    Point.of(x, shown(one.predicted()))
                            .between(Math.min(ends, other), Math.max(ends, other))
                            .noted(one.trial() < 0 ? "an earlier study" : "trial " + one.trial())
                            .keyed(one.trial() < 0 ? "" : Integer.toString(one.trial())));
            low = Math.min(low, x);
            high = Math.max(high, x);
        }
        return new Chart(
                id("predicted"),
                "Predicted and seen",
                calibration(beliefs.calibration()),
                axis("Best " + wording.metric() + ", seen"),
                axis("Predicted without it"),
                List.of(
                        new Series.Line(
                                "As predicted",
                                Series.Role.REFERENCE,
                                List.of(Point.of(low, low), Point.of(high, high))),
                        new Series.Scatter("Feasible trials", Series.Role.DATA, points)));
    }

    /** Whether the intervals can be relied on. */
    static String calibration(Calibration calibration) {
        String counted =
                "Each feasible trial, predicted from all others with a 90 %% interval: %d of %d lie inside. "
                        .formatted(calibration.inside(), calibration.cases().size());
        return counted
                + switch (calibration.judgement()) {
                    case UNKNOWN -> "That is too few to judge the model by.";
                    case RIGHT ->
                            "That is what its intervals promise; where trials are few and seeds matter, it may still be too sure between them.";
                    case TOO_SURE ->
                            "That is fewer than chance explains: the model is too sure, so take its predictions for hints only.";
                    case TOO_UNSURE ->
                            "That is more than chance explains: the model is less sure than it could be.";
                };
    }

    /** Beside what as many points that follow no results would have reached. */
    private Chart gains() {
        double[] costs = beliefs.expectation().costs();
        List<Point> median = new ArrayList<>();
        List<Point> better = new ArrayList<>();
        List<Point> worse = new ArrayList<>();
        List<Point> best = new ArrayList<>();
        double lowest = Double.POSITIVE_INFINITY;
        int count = 0;
        for (Known known : beliefs.ended()) {
            count++;
            if (known.result() instanceof Known.Result.Reached reached) {
                lowest = Math.min(lowest, reached.cost());
            }
            if (Double.isFinite(lowest)) {
                best.add(
                        Point.of(count, shown(lowest))
                                .keyed(Integer.toString(known.number()))
                                .noted("trial " + known.number()));
            }
            quantile(costs, count, 0.5, median);
            quantile(costs, count, 0.05, better);
            quantile(costs, count, 0.95, worse);
        }
        return new Chart(
                id("gain"),
                "This search, and as many quasi-random trials",
                "The best of the first trials that ended, beside what the model expects of as many quasi-random ones: the median, and the range of 90 %. These are its beliefs, and not trials.",
                Axis.whole("Trials that had ended", ""),
                axis("Best " + wording.metric()),
                List.of(
                        new Series.Line("Quasi-random, best 5 %", Series.Role.BACKGROUND, better),
                        new Series.Line("Quasi-random, worst 5 %", Series.Role.BACKGROUND, worse),
                        new Series.Line("Quasi-random, median", Series.Role.REFERENCE, median),
                        new Series.Staircase("This search", Series.Role.DATA, best)));
    }

    private void quantile(double[] costs, int draws, double share, List<Point> into) {
        double cost = BestOfDraws.withReplacement(costs, draws, share);
        if (Double.isFinite(cost)) {
            into.add(Point.of(draws, shown(cost)));
        }
    }

    private Chart objective(Slice slice) {
        HyperparameterAxis x = new HyperparameterAxis(study, slice.hyperparameter());
        List<Point> middle = new ArrayList<>();
        List<Point> low = new ArrayList<>();
        List<Point> high = new ArrayList<>();
        for (Slice.Place place : slice.places()) {
            double at = x.place(place.value());
            middle.add(Point.of(at, shown(place.median())));
            low.add(Point.of(at, shown(place.low())));
            high.add(Point.of(at, shown(place.high())));
        }
        double best = x.place(slice.best());
        return new Chart(
                id("along-" + slice.dimension()),
                "Objective along " + x.axis().shortName(),
                "Through the settings of trial %d, the best one: what the model expects where settings work, and its 90 %% interval."
                        .formatted(beliefs.best().number()),
                x.axis(),
                axis("Expected " + wording.metric()),
                List.of(
                        new Series.Line("Lower end", Series.Role.BACKGROUND, low),
                        new Series.Line("Upper end", Series.Role.BACKGROUND, high),
                        new Series.Line("Expected", Series.Role.DATA, middle),
                        new Series.Scatter(
                                "Best trial",
                                Series.Role.BEST,
                                List.of(
                                        Point.of(best, shown(beliefs.bestCost()))
                                                .noted("trial " + beliefs.best().number())
                                                .keyed(
                                                        Integer.toString(
                                                                beliefs.best().number()))))));
    }

    private Chart feasibility(Slice slice) {
        HyperparameterAxis x = new HyperparameterAxis(study, slice.hyperparameter());
        return new Chart(
                id("works-" + slice.dimension()),
                "Where settings work along " + x.axis().shortName(),
                "Through the settings of trial %d: the probability that settings work. Over the whole search space the model expects %s of the settings to work."
                        .formatted(
                                beliefs.best().number(),
                                Numbers.percent(beliefs.expectation().feasible())),
                x.axis(),
                Axis.linear("Probability", "").inPercent(),
                List.of(
                        new Series.Line(
                                "Settings work",
                                Series.Role.DATA,
                                slice.places().stream()
                                        .map(
                                                place ->
                                                        Point.of(
                                                                x.place(place.value()),
                                                                place.feasible()))
                                        .toList())));
    }

    private List<Section.Column> columns() {
        List<Section.Column> columns = new ArrayList<>();
        columns.add(Section.Column.number("Next", ""));
        for (Slice slice : beliefs.slices()) {
            columns.add(
                    Section.Column.text(
                            study.outline().shortNames().shorten(slice.hyperparameter().id())));
        }
        columns.add(Section.Column.number("Expected " + wording.metric(), ""));
        columns.add(Section.Column.number("Deviation", ""));
        columns.add(Section.Column.number("Works with probability", ""));
        return columns;
    }

    private List<List<String>> rows() {
        List<List<String>> rows = new ArrayList<>();
        for (Trial trial : beliefs.next()) {
            List<String> row = new ArrayList<>(List.of(Integer.toString(rows.size() + 1)));
            for (Slice slice : beliefs.slices()) {
                row.add(
                        Optional.ofNullable(trial.values().get(slice.hyperparameter().id()))
                                .map(Values::shortText)
                                .orElse(""));
            }
            if (trial.origin() instanceof Origin.Suggested suggested) {
                row.add(wording.objective(suggested.mean()));
                row.add(wording.difference(suggested.deviation()));
                row.add(Numbers.percent(suggested.feasible()));
            } else {
                row.addAll(List.of("", "", ""));
            }
            rows.add(row);
        }
        return rows;
    }
}
