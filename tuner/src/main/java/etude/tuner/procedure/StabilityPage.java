package etude.tuner.procedure;

import etude.trainer.metrics.Measurement;
import etude.tuner.chart.Axis;
import etude.tuner.chart.Chart;
import etude.tuner.chart.Mark;
import etude.tuner.chart.Point;
import etude.tuner.chart.Series;
import etude.tuner.page.Section;
import etude.tuner.space.Objective;
import etude.tuner.text.Numbers;
import java.util.ArrayList;
import java.util.List;

/** The playbook's Figures 5, 6 and 7 of a workload. */
record StabilityPage(StabilityResult result) {
    private static final String TRAIN_LOSS = "train_evaluation/loss";

    /** More points than pixels help nobody. */
    private static final int MOST_POINTS = 500;

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
        series.add(
                new Series.Line(
                        "at the usual steps", Series.Role.REFERENCE, points(evaluations, every)));
        return new Chart(
                "every-step",
                "%s at twice the best rate, %s"
                        .formatted(TRAIN_LOSS, Numbers.text(result.early().rate())),
                "Evaluated at every step, and as the config evaluates (playbook, Figure 5).",
                Axis.linear("Step", ""),
                Axis.linear(TRAIN_LOSS, ""),
                series);
    }

    private static List<Point> points(List<Measurement> evaluations, long every) {
        return evaluations.stream()
                .filter(one -> one.step() % every == 0)
                .filter(one -> one.metrics().containsKey(TRAIN_LOSS))
                .map(one -> Point.of((double) one.step(), one.metrics().get(TRAIN_LOSS)))
                .toList();
    }

    /** Figure 6: the first steps on a logarithmic axis. */
    private Chart firstSteps() {
        return new Chart(
                "first-steps",
                "Training loss of the first steps at twice the best rate",
                "The step on a logarithmic axis (playbook, Figure 6).",
                Axis.powersOfTen("Step", ""),
                Axis.linear("train/loss", ""),
                List.of(
                        new Series.Line(
                                "rate " + Numbers.text(result.early().rate()),
                                Series.Role.DATA,
                                losses(result.early(), 1))));
    }

    private static List<Point> losses(RateCourse course, int stride) {
        float[] losses = course.trial().steps().losses();
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < losses.length; i += stride) {
            if (Float.isFinite(losses[i])) {
                points.add(Point.of(i + 1.0, losses[i]));
            }
        }
        return points;
    }

    /** Figure 7a: is the best rate at the edge of what is feasible? */
    private Chart rates() {
        List<Point> points = new ArrayList<>();
        List<Series.Failure> failures = new ArrayList<>();
        for (RateCourse course : result.sweep()) {
            Objective objective = course.study().outline().objective();
            objective
                    .best(course.trial().evaluations())
                    .filter(best -> course.divergedAt().isEmpty())
                    .ifPresentOrElse(
                            best -> points.add(Point.of(course.rate(), objective.value(best))),
                            () ->
                                    failures.add(
                                            new Series.Failure(
                                                    course.rate(),
                                                    course.trial().status().reason(),
                                                    "")));
        }
        List<Series> series = new ArrayList<>();
        series.add(new Series.Line("Best over training", Series.Role.DATA, points));
        if (!failures.isEmpty()) {
            series.add(new Series.Failed("Infeasible", failures));
        }
        return new Chart(
                "rates",
                result.metric() + " by learning rate",
                "A best rate right below rates that are infeasible is a sign of instability (playbook, Figure 7a).",
                Axis.powersOfTen("Learning rate", ""),
                Axis.linear(result.metric(), ""),
                series,
                List.of(Mark.x(result.best().rate(), "best")));
    }

    /** Figure 7b: a sudden rise after a steady decline. */
    private Chart whole() {
        List<Series> series = new ArrayList<>();
        for (RateCourse course : result.above()) {
            int steps = course.trial().steps().losses().length;
            List<Point> points = losses(course, Math.max(1, steps / MOST_POINTS));
            if (!points.isEmpty()) {
                series.add(
                        new Series.Line(
                                "rate " + Numbers.text(course.rate()), Series.Role.DATA, points));
            }
        }
        if (series.isEmpty()) {
            series.add(
                    new Series.Line(
                            "rate " + Numbers.text(result.best().rate()),
                            Series.Role.DATA,
                            losses(result.best(), 1)));
        }
        return new Chart(
                "above",
                "Training loss at 5 and 10 times the best rate",
                "A sudden rise after a steady decline is instability (playbook, Figure 7b).",
                Axis.linear("Step", ""),
                Axis.linear("train/loss", ""),
                series);
    }
}
