package etude.tuner.procedure;

import etude.tuner.chart.Axis;
import etude.tuner.chart.Chart;
import etude.tuner.chart.Series;
import etude.tuner.page.Section;
import etude.tuner.text.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The playbook's Figure 6 of a workload: the training loss after each warmup. */
final class WarmupPage {
    private WarmupPage() {}

    /** What is shown of the warmups that were tried: a chart for each rate. */
    static List<Section> tried(List<WarmupTry> tries) {
        List<Chart> charts = new ArrayList<>();
        for (int i = 0; i < tries.get(0).courses().size(); i++) {
            chart(tries, i).ifPresent(charts::add);
        }
        return charts.isEmpty() ? List.of() : List.of(new Section.Charts("Warmups", charts));
    }

    private static Optional<Chart> chart(List<WarmupTry> tries, int rate) {
        List<Series> series = new ArrayList<>();
        for (WarmupTry one : tries) {
            LossPoints.of(one.courses().get(rate))
                    .ifPresent(
                            points ->
                                    series.add(
                                            new Series.Line(
                                                    "warmup of %,d".formatted(one.steps()),
                                                    Series.Role.DATA,
                                                    points)));
        }
        return Chart.drawn(
                "warmups-" + rate,
                "Training loss at rate " + Numbers.text(tries.get(0).courses().get(rate).rate()),
                "Every step, of which a third is warmup; the step on a logarithmic axis (playbook, Figure 6).",
                Axis.powersOfTen("Step", ""),
                LossPoints.axis("train/loss", series),
                series);
    }
}
