package etude.tuner.analysis.verdict;

import etude.tuner.analysis.plot.AxisPlot;
import etude.tuner.analysis.plot.AxisPlot.Point.Mark;
import etude.tuner.analysis.plot.PlotId;
import etude.tuner.analysis.verdict.Answer.Good;
import etude.tuner.analysis.verdict.Answer.NotKnown;
import etude.tuner.space.Domain.Range;
import etude.tuner.space.Values;
import etude.tuner.text.Numbers;
import etude.tuner.text.Sentences;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Playbook, "Identifying bad search space boundaries", for each hyperparameter, arm and side. Edges
 * are shares of the hyperparameter's own scale. A hyperparameter without influence has its best
 * trial at one of the edges in 20 % of the studies, so that alone asks for attention only.
 */
final class SpaceLargeEnough {
    private static final String QUESTION = "Is the search space large enough for %s?";

    /** How far beyond its edge a range is widened, as a share of it on its scale. */
    private static final double WIDENING = 0.25;

    private enum Side {
        LOWER("below"),
        UPPER("above");

        private final String direction;

        Side(String direction) {
            this.direction = direction;
        }

        boolean holds(double coordinate, double zone) {
            return this == LOWER ? coordinate <= zone : coordinate >= 1 - zone;
        }

        double end(Range range) {
            return this == LOWER ? range.low() : range.high();
        }

        double wider(Range range) {
            return range.extended(this == LOWER ? -WIDENING : 1 + WIDENING);
        }
    }

    private SpaceLargeEnough() {}

    static List<Verdict> ask(Basis basis) {
        return basis.outline().hyperparameters().stream()
                .map(basis.plots()::axes)
                .filter(plots -> plots.stream().anyMatch(p -> hasEdges(p, basis.thresholds())))
                .map(plots -> verdict(basis, plots))
                .toList();
    }

    private static boolean hasEdges(AxisPlot plot, VerdictThresholds thresholds) {
        return plot.hyperparameter().domain() instanceof Range range
                && range.size().orElse(Long.MAX_VALUE) >= thresholds.edgeWholeNumbers();
    }

    private static Verdict verdict(Basis basis, List<AxisPlot> plots) {
        AxisPlot first = plots.get(0);
        return new Verdict(
                Topic.SPACE,
                QUESTION.formatted(first.hyperparameter().id()),
                answer(basis, plots),
                PlotId.axis(first.hyperparameter()));
    }

    private static Answer answer(Basis basis, List<AxisPlot> plots) {
        List<String> sentences = new ArrayList<>();
        List<String> advice = new ArrayList<>();
        boolean problem = false;
        for (AxisPlot plot : plots) {
            for (Side side : Side.values()) {
                int there = atEdge(plot, side, basis.thresholds());
                if (there == 0) {
                    continue;
                }
                problem |= there >= basis.thresholds().edgeTrials();
                sentences.add(sentence(basis, plot, side, there));
                advice.add(widen(plot, side));
            }
        }
        String text = String.join(" ", sentences);
        String todo = advice.stream().distinct().collect(Collectors.joining(" "));
        if (sentences.isEmpty()) {
            return inside(plots);
        }
        return Answer.concern(problem, text, Remedy.of(todo));
    }

    /** How many of the best trials lie there; 0 when they are too few to tell. */
    private static int atEdge(AxisPlot plot, Side side, VerdictThresholds thresholds) {
        if (!(plot.hyperparameter().domain() instanceof Range)) {
            return 0;
        }
        List<AxisPlot.Point> best = plot.marked(Mark.BEST);
        double zone = thresholds.edgeZone();
        int there = (int) best.stream().filter(p -> side.holds(p.coordinate(), zone)).count();
        boolean leader = !best.isEmpty() && side.holds(best.get(0).coordinate(), zone);
        return leader || there >= thresholds.edgeTrials() ? there : 0;
    }

    private static Answer inside(List<AxisPlot> plots) {
        List<AxisPlot.Point> best =
                plots.stream().flatMap(p -> p.marked(Mark.BEST).stream()).toList();
        if (best.isEmpty()) {
            return new NotKnown(
                    "No trial with it is feasible.", "Narrow or move the range and search again.");
        }
        String values =
                best.stream()
                        .map(p -> Values.shortText(p.value()))
                        .collect(Collectors.joining(", "));
        return new Good("Inside: the best trials have %s.".formatted(values));
    }

    private static String sentence(Basis basis, AxisPlot plot, Side side, int there) {
        List<AxisPlot.Point> best = plot.marked(Mark.BEST);
        Range range = (Range) plot.hyperparameter().domain();
        return Sentences.start(
                "%snear the %s edge (%s): %d of the best %d trials; the best has %s."
                        .formatted(
                                basis.in(plot.arm()),
                                side == Side.LOWER ? "lower" : "upper",
                                Numbers.text(side.end(range)),
                                there,
                                best.size(),
                                Values.shortText(best.get(0).value())));
    }

    private static String widen(AxisPlot plot, Side side) {
        Range range = (Range) plot.hyperparameter().domain();
        return "Widen %s %s %s, for example to %s, unless that is a limit by nature, and run another study."
                .formatted(
                        plot.hyperparameter().path(),
                        side.direction,
                        Numbers.text(side.end(range)),
                        Numbers.text(side.wider(range)));
    }
}
