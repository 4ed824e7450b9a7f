package etude.tuner.procedure;

import etude.trainer.metrics.Measurement;
import etude.tuner.analysis.result.Wording;
import etude.tuner.chart.Axis;
import etude.tuner.chart.Chart;
import etude.tuner.chart.Mark;
import etude.tuner.chart.Point;
import etude.tuner.chart.Series;
import etude.tuner.page.Section;
import etude.tuner.report.Thinned;
import etude.tuner.space.Objective;
import etude.tuner.text.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The playbook's Figures 5, 6 and 7 of a workload. */
record StabilityPage(StabilityResult result) {
    private static final String TRAIN_LOSS = "train_evaluation/loss";

    List<Section> sections() {
        return List.of(
                new Section.Charts("Just above the best rate", List.of(everyStep(), firstSteps())),
                new Section.Charts("Over all rates", List.of(rates(), whole())));
    }

    /** Figure 5: frequent evaluations show what the usual ones miss. */
    private Chart everyStep() {
        List<Measurement> evaluations = result.early().trial().evaluations();
        long every =
                result.best()
                        .trial()
                        .facts()
                        .map(facts -> facts.steps().evaluateEvery().orElse(1))
                        .orElse(1L);
        List<Series> series = new ArrayList<>();
        series.add(new Series.Line("at every step", Series.Role.DATA, points(evaluations, 1)));
        List<Point> usual = points(evaluations, every);
        if (!usual.isEmpty()) {
            series.add(
                    new Series.Scatter(
                            "every %,d steps, as the config does".formatted(every),
                            Series.Role.DATA,
                            usual));
        }
        return new Chart(
                "every-step",
                "%s at twice the best rate, %s"
                        .formatted(TRAIN_LOSS, Numbers.text(result.early().rate())),
                usual.isEmpty()
                        ? "Evaluated at every step; as the config evaluates, none of these steps is one (playbook, Figure 5)."
                        : "Evaluated at every step, and as the config evaluates (playbook, Figure 5).",
                Axis.whole("Step", ""),
                LossPoints.axis(TRAIN_LOSS, series),
                series);
    }

    private static List<Point> points(List<Measurement> evaluations, long every) {
        return evaluations.stream()
                .filter(one -> one.step() % every == 0)
                .filter(one -> one.metrics().containsKey(TRAIN_LOSS))
                .map(one -> Point.of((double) one.step(), one.metrics().get(TRAIN_LOSS)))
                .filter(point -> Double.isFinite(point.y()))
                .toList();
    }

    /** Figure 6: the first steps on a logarithmic axis. */
    private Chart firstSteps() {
        List<Series> series = new ArrayList<>();
        Stream.concat(Stream.of(result.best(), result.early()), result.above().stream())
                .forEach(
                        course ->
                                LossPoints.of(course)
                                        .ifPresent(
                                                points ->
                                                        series.add(
                                                                new Series.Line(
                                                                        name(course),
                                                                        Series.Role.DATA,
                                                                        points))));
        return new Chart(
                "first-steps",
                "Training loss from the first step",
                "The step on a logarithmic axis (playbook, Figure 6); of steps that share a pixel the highest loss is drawn.",
                Axis.powersOfTen("Step", ""),
                LossPoints.axis("train/loss", series),
                series);
    }

    private String name(RateCourse course) {
        return course.equals(result.best())
                ? "best rate, " + Numbers.text(course.rate())
                : "rate " + Numbers.text(course.rate());
    }

    /** Figure 7a: is the best rate at the edge of what is feasible? */
    private Chart rates() {
        List<Point> feasible = new ArrayList<>();
        List<Point> best = new ArrayList<>();
        List<Series.Failure> failures = new ArrayList<>();
        Stream.concat(result.sweep().stream(), result.above().stream())
                .forEach(
                        course -> {
                            Objective objective = course.study().outline().objective();
                            double value =
                                    objective
                                            .best(course.trial().evaluations())
                                            .map(objective::value)
                                            .orElse(Double.NaN);
                            if (!course.isStable()) {
                                failures.add(
                                        new Series.Failure(
                                                course.rate(), value, course.words(), ""));
                            } else {
                                (course.trial().equals(result.best().trial()) ? best : feasible)
                                        .add(Point.of(course.rate(), value));
                            }
                        });
        List<Series> series = new ArrayList<>();
        if (!feasible.isEmpty()) {
            series.add(new Series.Scatter("Stable", Series.Role.DATA, feasible));
        }
        if (!best.isEmpty()) {
            series.add(new Series.Scatter("Best", Series.Role.BEST, best));
        }
        if (!failures.isEmpty()) {
            series.add(new Series.Failed("Unstable", failures));
        }
        Objective objective = result.procedure().objective();
        Axis axis = Axis.linear(objective.metric(), "");
        return new Chart(
                "rates",
                objective.metric() + " by learning rate",
                "At the best checkpoint. A best rate right below rates that are unstable is a sign of instability (playbook, Figure 7a).",
                Axis.powersOfTen("Learning rate", ""),
                Wording.of(objective).rate() ? axis.inPercent() : axis,
                series,
                List.of(Mark.x(result.best().rate(), "best")));
    }

    /** Figure 7b: a sudden rise after a steady decline. */
    private Chart whole() {
        List<Series> series = new ArrayList<>();
        Stream.concat(Stream.of(result.best()), result.above().stream())
                .forEach(
                        course -> {
                            float[] losses = course.trial().steps().losses();
                            if (losses.length > 0) {
                                series.add(
                                        Thinned.trace(name(course), Series.Role.DATA, "", losses));
                            }
                        });
        return new Chart(
                "above",
                "Training loss at the best rate, and at 5 and 10 times",
                "A sudden rise after a steady decline is instability (playbook, Figure 7b). "
                        + Thinned.explanation(series),
                Axis.whole("Step", ""),
                LossPoints.axis("train/loss", series),
                series);
    }
}
