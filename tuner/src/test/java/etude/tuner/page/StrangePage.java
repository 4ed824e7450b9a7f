package etude.tuner.page;

import etude.tuner.chart.Axis;
import etude.tuner.chart.Chart;
import etude.tuner.chart.Mark;
import etude.tuner.chart.Point;
import etude.tuner.chart.Series;
import etude.tuner.text.ShortNames;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A page with one text in every place where a text can stand. */
final class StrangePage {
    private StrangePage() {}

    static Page named(String text) {
        Chart chart =
                new Chart(
                        "strange",
                        text,
                        text,
                        Axis.linear(text, text),
                        Axis.linear(text, text),
                        List.of(
                                new Series.Line(
                                        text,
                                        Series.Role.DATA,
                                        List.of(
                                                Point.of(1, 1).noted(text).keyed(text),
                                                Point.of(2, 2).noted(text).keyed(text)))),
                        List.of(Mark.x(1.5, text)));
        Chart carded = new Chart("carded", text, text, chart.x(), chart.y(), chart.series());
        return new Page(
                text,
                text,
                ShortNames.none(),
                List.of(new Cell.Link(text, Path.of("strange"))),
                List.of(
                        new Section.Verdicts(
                                text,
                                List.of(
                                        new VerdictCard(
                                                VerdictCard.Standing.OPEN,
                                                text,
                                                text,
                                                Optional.of(
                                                        new VerdictCard.Evidence(text, "strange")),
                                                text))),
                        new Section.Charts(text, List.of(chart)),
                        new Section.Table(
                                text,
                                List.of(new Section.Column(text, text, Section.Align.TEXT)),
                                List.of(List.of(text))),
                        new Section.Pictures(
                                text,
                                text,
                                List.of(
                                        new Section.Captioned(
                                                new Picture(1, 1, 1, new byte[1]),
                                                text,
                                                text,
                                                VerdictCard.Standing.PROBLEM,
                                                text,
                                                text))),
                        new Section.Steps(
                                text,
                                List.of(new Section.Step(Section.Progress.NEXT, text, text, text))),
                        new Section.Cards(
                                text,
                                List.of(
                                        new Section.Card(
                                                text,
                                                List.of(
                                                        new Section.Headline.Line(
                                                                text, text, Optional.empty())),
                                                Optional.of(carded)))),
                        new Section.Notes(text, List.of(text))),
                new Page.Footer(List.of(text), text));
    }
}
