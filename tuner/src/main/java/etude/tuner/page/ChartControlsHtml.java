package etude.tuner.page;

import static j2html.TagCreator.button;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.iff;
import static j2html.TagCreator.input;
import static j2html.TagCreator.label;
import static j2html.TagCreator.option;
import static j2html.TagCreator.p;
import static j2html.TagCreator.select;
import static j2html.TagCreator.span;
import static j2html.TagCreator.tag;
import static j2html.TagCreator.text;

import etude.tuner.chart.Axis;
import etude.tuner.chart.AxisScale;
import etude.tuner.chart.Cases;
import etude.tuner.chart.Chart;
import etude.tuner.chart.Choices;
import etude.tuner.chart.CountGrid;
import etude.tuner.chart.Figure;
import etude.tuner.chart.PairwiseScatter;
import etude.tuner.chart.ParallelCoordinates;
import etude.tuner.chart.SelectedCurves;
import etude.tuner.chart.Series;
import j2html.tags.DomContent;
import j2html.tags.specialized.ButtonTag;
import j2html.tags.specialized.LabelTag;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What stands above a chart: names of series, the scale of colors, and what its reader may choose.
 */
final class ChartControlsHtml {
    private ChartControlsHtml() {}

    /** Names of series, the scale of colors, choices. */
    static DomContent legend(Figure figure) {
        if (figure instanceof PairwiseScatter pairs) {
            List<Axis> axes = pairs.cases().axes();
            return div(
                    div(
                                    choice("Across", axes, pairs.x()),
                                    choice("Up", axes, pairs.y()),
                                    label(
                                            input().withType("checkbox").withCondChecked(true),
                                            text(" Surface")))
                            .withClass("choices"),
                    legend(standings(pairs.cases(), "Best"), scale(pairs.cases())),
                    p().withClass("why").attr("role", "status"));
        }
        if (figure instanceof CountGrid) {
            return text("");
        }
        if (figure instanceof ParallelCoordinates all) {
            ButtonTag clear = button("Clear selection").withType("button").withClass("clear");
            return legend(standings(all.cases(), "Feasible"), scale(all.cases()), clear);
        }
        if (figure instanceof SelectedCurves curves) {
            List<String> names = new ArrayList<>();
            curves.measures().forEach(measure -> names.add(measure.name()));
            names.add(curves.best().name());
            if (curves.overview()) {
                names.add("All trials");
            }
            return legend(names);
        }
        return legend(((Chart) figure).series().stream().map(Series::name).toList());
    }

    /** The empty pictures keep the place of those that the script puts there. */
    private static DomContent legend(List<String> names, DomContent... more) {
        return div(
                        each(
                                names,
                                name ->
                                        button(tag("svg").attr("aria-hidden", "true"), text(name))
                                                .withType("button")
                                                .attr("aria-pressed", "true")),
                        each(List.of(more), content -> content))
                .withClass("legend");
    }

    /** What there is of cases, in the order in which the script draws it. */
    private static List<String> standings(Cases cases, String best) {
        return Stream.of(Cases.Standing.MEASURED, Cases.Standing.BEST, Cases.Standing.FAILED)
                .filter(one -> cases.cases().stream().anyMatch(each -> each.standing() == one))
                .map(
                        one ->
                                switch (one) {
                                    case MEASURED -> "Feasible";
                                    case BEST -> best;
                                    case FAILED -> "Infeasible";
                                })
                .distinct()
                .toList();
    }

    /** From the best color to the worst; the script writes the values beside it. */
    private static DomContent scale(Cases cases) {
        boolean measured = cases.cases().stream().anyMatch(each -> !Double.isNaN(each.value()));
        return measured
                ? span(
                                span().withClass("low"),
                                span().withClass("colors"),
                                span().withClass("high"))
                        .withClass("scale")
                : text("");
    }

    /** What the reader may choose about a chart; the script listens. */
    static DomContent choices(Figure figure) {
        if (figure instanceof Chart chart) {
            return choices(chart.choices(), chart.y().scale() instanceof AxisScale.Log);
        }
        return figure instanceof SelectedCurves curves
                ? choices(curves.choices(), curves.y().scale() instanceof AxisScale.Log)
                : text("");
    }

    private static DomContent choices(Choices choices, boolean log) {
        DomContent smoothing =
                label(
                        text("Smoothing "),
                        input().withType("range")
                                .withClass("smoothing")
                                .attr("min", "0")
                                .attr("max", "0.99")
                                .attr("step", "0.01")
                                .withValue("0"),
                        tag("output").withText("0"));
        DomContent scale =
                label(
                        input().withType("checkbox").withClass("log").withCondChecked(log),
                        text(" Log axis"));
        DomContent time =
                label(
                        text("Against "),
                        select(
                                        option("steps").withValue("steps"),
                                        option("minutes of training").withValue("minutes"))
                                .withClass("time"));
        return iff(
                !choices.equals(Choices.NONE),
                div(
                                iff(choices.smoothing(), smoothing),
                                iff(choices.scale(), scale),
                                iff(!choices.clocks().isEmpty(), time))
                        .withClass("choices"));
    }

    private static LabelTag choice(String words, List<Axis> axes, int chosen) {
        return label(
                text(words + " "),
                select(
                        each(
                                IntStream.range(0, axes.size()).boxed().toList(),
                                i ->
                                        option(axes.get(i).shortName())
                                                .withTitle(axes.get(i).name())
                                                .withValue(Integer.toString(i))
                                                .withCondSelected(i == chosen))));
    }
}
