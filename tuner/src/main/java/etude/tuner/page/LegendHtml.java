package etude.tuner.page;

import static j2html.TagCreator.button;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.label;
import static j2html.TagCreator.option;
import static j2html.TagCreator.select;
import static j2html.TagCreator.span;
import static j2html.TagCreator.tag;
import static j2html.TagCreator.text;

import etude.tuner.chart.Axis;
import etude.tuner.chart.Chart;
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

/** What stands between a caption and its plot: names of series, the scale of colors, choices. */
final class LegendHtml {
    private LegendHtml() {}

    static DomContent of(Figure figure) {
        if (figure instanceof PairwiseScatter pairs) {
            List<String> axes = pairs.cases().axes().stream().map(Axis::label).toList();
            return div(
                    div(choice("Across", axes, pairs.x()), choice("Up", axes, pairs.y()))
                            .withClass("choices"),
                    legend(List.of("Feasible", "Best", "Infeasible"), scale()));
        }
        if (figure instanceof ParallelCoordinates) {
            ButtonTag clear = button("Clear selection").withType("button").withClass("clear");
            return legend(List.of("Feasible", "Infeasible"), scale(), clear);
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

    /** From the best color to the worst; the script writes the values beside it. */
    private static DomContent scale() {
        return span(span().withClass("low"), span().withClass("colors"), span().withClass("high"))
                .withClass("scale");
    }

    private static LabelTag choice(String words, List<String> axes, int chosen) {
        return label(
                text(words + " "),
                select(
                        each(
                                IntStream.range(0, axes.size()).boxed().toList(),
                                i ->
                                        option(axes.get(i))
                                                .withValue(Integer.toString(i))
                                                .withCondSelected(i == chosen))));
    }
}
