package etude.tuner.analysis.verdict;

import etude.tuner.analysis.plot.AxisPlot;
import etude.tuner.analysis.plot.AxisPlot.Point;
import etude.tuner.analysis.plot.AxisPlot.Point.Mark;
import etude.tuner.analysis.plot.PlotId;
import etude.tuner.analysis.statistics.EdgeTrend;
import etude.tuner.analysis.verdict.Answer.Good;
import etude.tuner.analysis.verdict.Answer.NotKnown;
import etude.tuner.analysis.verdict.Answer.Problem;
import etude.tuner.space.Domain.Range;
import etude.tuner.space.Hyperparameter;
import etude.tuner.space.Scale;
import etude.tuner.space.Values;
import etude.tuner.text.Numbers;
import etude.tuner.text.Sentences;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Playbook, "Identifying bad search space boundaries", for each hyperparameter, arm and side: the
 * best trial lies at the edge, and the objective still gets better towards it by more than chance
 * ({@link EdgeTrend}). All the edges of a study are one question (Bonferroni 1936), so that a study
 * with many hyperparameters that do not matter raises no more alarms than one.
 */
final class SpaceLargeEnough {
    private static final String QUESTION = "Is the search space large enough for %s?";

    private SpaceLargeEnough() {}

    /** The ends of ranges beyond which better trials are to be expected. */
    static List<Refinement> widenings(Basis basis) {
        List<Hyperparameter> asked = asked(basis);
        double probability = probability(basis, asked);
        return asked.stream()
                .flatMap(h -> plots(basis, h).stream())
                .flatMap(SpaceLargeEnough::sides)
                .filter(
                        edge ->
                                edge.probability(basis) <= probability
                                        || edge.mayGoOn(basis, probability))
                .<Refinement>map(
                        edge ->
                                new Refinement.MovedEnd(
                                        edge.plot().hyperparameter(),
                                        edge.lower(),
                                        edge.widened(basis),
                                        edge.probability(basis) <= probability
                                                ? edge.sentence(basis)
                                                : edge.openSentence(basis)))
                .toList();
    }

    private static List<Hyperparameter> asked(Basis basis) {
        return basis.outline().hyperparameters().stream()
                .filter(h -> !plots(basis, h).isEmpty())
                .toList();
    }

    private static double probability(Basis basis, List<Hyperparameter> asked) {
        long edges =
                asked.stream()
                        .flatMap(h -> plots(basis, h).stream())
                        .mapToLong(plot -> sides(plot).count())
                        .sum();
        return basis.thresholds().significance() / Math.max(1, edges);
    }

    static List<Verdict> ask(Basis basis) {
        List<Hyperparameter> asked = asked(basis);
        double probability = probability(basis, asked);
        return asked.stream()
                .map(
                        h ->
                                new Verdict(
                                        Topic.SPACE,
                                        QUESTION.formatted(h.id()),
                                        answer(basis, plots(basis, h), probability),
                                        PlotId.axis(h)))
                .toList();
    }

    /** Of a hyperparameter with edges, in each arm that has it. */
    private static List<AxisPlot> plots(Basis basis, Hyperparameter hyperparameter) {
        return hyperparameter.domain() instanceof Range range
                        && range.size().orElse(Long.MAX_VALUE)
                                >= basis.thresholds().edgeWholeNumbers()
                ? basis.plots().axes(hyperparameter)
                : List.of();
    }

    private static Stream<Edge> sides(AxisPlot plot) {
        return Stream.of(new Edge(plot, true), new Edge(plot, false)).filter(Edge::isOpen);
    }

    private static Answer answer(Basis basis, List<AxisPlot> plots, double probability) {
        List<Edge> tooNear =
                plots.stream()
                        .flatMap(SpaceLargeEnough::sides)
                        .filter(edge -> edge.probability(basis) <= probability)
                        .toList();
        if (!tooNear.isEmpty()) {
            return new Problem(
                    tooNear.stream()
                            .map(edge -> edge.sentence(basis))
                            .collect(Collectors.joining(" ")),
                    widen(basis, tooNear));
        }
        long most = plots.stream().mapToLong(plot -> feasible(plot).size()).max().orElse(0);
        if (most == 0) {
            return new NotKnown(
                    "No trial with it is feasible.", "Narrow or move the range and search again.");
        }
        if (most < EdgeTrend.FEWEST) {
            return new NotKnown(
                    "%s with it %s feasible, and %d are needed to tell."
                            .formatted(
                                    Numbers.count(most, "trial"),
                                    most == 1 ? "is" : "are",
                                    EdgeTrend.FEWEST),
                    basis.moreTrials(2 * EdgeTrend.FEWEST));
        }
        List<Edge> open =
                plots.stream()
                        .flatMap(SpaceLargeEnough::sides)
                        .filter(edge -> edge.mayGoOn(basis, probability))
                        .toList();
        return open.isEmpty()
                ? new Good(inside(basis, plots))
                : new NotKnown(
                        open.stream()
                                .map(edge -> edge.openSentence(basis))
                                .collect(Collectors.joining(" ")),
                        widen(basis, open));
    }

    /** The next study file has the new ends, and whatever else the study asks for. */
    private static Remedy widen(Basis basis, List<Edge> edges) {
        return new Remedy(
                edges.stream()
                        .map(edge -> edge.advice(basis))
                        .distinct()
                        .collect(Collectors.joining(" ")),
                Optional.of(basis.command("etude study refine")),
                OptionalInt.empty());
    }

    private static String inside(Basis basis, List<AxisPlot> plots) {
        String values =
                plots.stream()
                        .filter(plot -> !feasible(plot).isEmpty())
                        .map(
                                plot ->
                                        Values.shortText(feasible(plot).get(0).value())
                                                + (plots.size() > 1
                                                        ? " in " + plot.arm().label()
                                                        : ""))
                        .collect(Collectors.joining(", "));
        return "The best trial has %s; %s gets better towards an edge by no more than chance."
                .formatted(values, basis.wording().metric());
    }

    private static List<Point> feasible(AxisPlot plot) {
        return plot.points().stream().filter(p -> p.mark() != Mark.INFEASIBLE).toList();
    }

    /** One end of a range in one arm. */
    private record Edge(AxisPlot plot, boolean lower) {
        Range range() {
            return (Range) plot.hyperparameter().domain();
        }

        double end() {
            return lower ? range().low() : range().high();
        }

        /** Nothing lies below zero on a linear scale: that is no edge of a choice. */
        boolean isOpen() {
            return !(lower && range().scale() == Scale.LINEAR && range().low() == 0);
        }

        double probability(Basis basis) {
            double[] distances =
                    feasible(plot).stream()
                            .mapToDouble(p -> lower ? p.coordinate() : 1 - p.coordinate())
                            .toArray();
            return EdgeTrend.probability(distances, costs(basis));
        }

        boolean mayGoOn(Basis basis, double probability) {
            List<Point> points = plot.points();
            double[] costs =
                    points.stream()
                            .map(Point::objective)
                            .mapToDouble(
                                    objective ->
                                            objective.isPresent()
                                                    ? basis.results().cost(objective.getAsDouble())
                                                    : Double.POSITIVE_INFINITY)
                            .toArray();
            double best = Arrays.stream(costs).min().orElse(0);
            return feasible(plot).size() >= EdgeTrend.FEWEST
                    && EdgeTrend.mayGoOn(
                            points.stream().mapToDouble(this::distance).toArray(),
                            costs,
                            best + basis.noise(best),
                            probability);
        }

        String openSentence(Basis basis) {
            Point nearest =
                    plot.points().stream()
                            .min(Comparator.comparingDouble(this::distance))
                            .orElseThrow();
            Point best = plot.points().get(0);
            return Sentences.start(
                    "%s%s gets better towards the %s edge (%s), and noise does not tell the nearest trial (%s: %s) from the best (%s: %s): better ones may lie beyond."
                            .formatted(
                                    basis.in(plot.arm()),
                                    basis.wording().metric(),
                                    lower ? "lower" : "upper",
                                    Numbers.text(end()),
                                    Values.shortText(nearest.value()),
                                    reached(basis, nearest),
                                    Values.shortText(best.value()),
                                    reached(basis, best)));
        }

        private static String reached(Basis basis, Point point) {
            return basis.wording().objective(point.objective().orElseThrow());
        }

        private double[] costs(Basis basis) {
            return feasible(plot).stream()
                    .mapToDouble(p -> basis.results().cost(p.objective().orElseThrow()))
                    .toArray();
        }

        String sentence(Basis basis) {
            List<Point> points = feasible(plot);
            double best = distance(points.get(0));
            long beyond = points.stream().filter(p -> distance(p) < best).count();
            return Sentences.start(
                    "%s%s still gets better towards the %s edge (%s): the best trial has %s, %s of %s."
                            .formatted(
                                    basis.in(plot.arm()),
                                    basis.wording().metric(),
                                    lower ? "lower" : "upper",
                                    Numbers.text(end()),
                                    Values.shortText(points.get(0).value()),
                                    place(beyond),
                                    Numbers.count(points.size(), "feasible trial")));
        }

        private String place(long beyond) {
            String end = lower ? "lowest" : "highest";
            return beyond == 0 ? "the " + end : "number %d from the %s".formatted(beyond + 1, end);
        }

        private double distance(Point point) {
            return lower ? point.coordinate() : 1 - point.coordinate();
        }

        double widened(Basis basis) {
            double[] coordinates = feasible(plot).stream().mapToDouble(Point::coordinate).toArray();
            return Widening.end(range(), lower, EdgeTrend.lowest(coordinates, costs(basis)));
        }

        String advice(Basis basis) {
            return "Widen %s: %s %s in place of %s, unless that is a limit by nature, in another study."
                    .formatted(
                            plot.hyperparameter().path(),
                            lower ? "min" : "max",
                            Numbers.text(widened(basis)),
                            Numbers.text(end()));
        }
    }
}
