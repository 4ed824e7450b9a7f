package etude.tuner.procedure;

import etude.tuner.analysis.result.FeasibleTrial;
import etude.tuner.analysis.result.InfeasibleTrial;
import etude.tuner.analysis.result.RerunResults;
import etude.tuner.analysis.result.StudyResults;
import etude.tuner.chart.Axis;
import etude.tuner.chart.Chart;
import etude.tuner.chart.Point;
import etude.tuner.chart.Series;
import etude.tuner.page.Section;
import etude.tuner.page.Section.Column;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** A comparison with the baseline as a page shows it: every rate, then every seed. */
record AgainstBaselinePage(AgainstBaseline comparison) {
    private static final List<Integer> ARMS =
            List.of(AgainstBaseline.BASELINE, AgainstBaseline.CHANGE);

    private StudyResults results() {
        return comparison.analysis().results();
    }

    List<Section> sections() {
        List<Section> sections = new ArrayList<>();
        sections.add(
                new Section.Charts("Beside the baseline, at the same rates", List.of(rates())));
        if (!comparison.study().reruns().isEmpty()) {
            sections.add(seeds());
        }
        return sections;
    }

    private Chart rates() {
        List<Series> series = new ArrayList<>();
        List<Point> best = new ArrayList<>();
        List<Series.Failure> failures = new ArrayList<>();
        for (int arm : ARMS) {
            StudyResults mine = results().ofArm(arm);
            series.add(
                    new Series.Line(
                            comparison.name(arm),
                            Series.Role.DATA,
                            mine.feasible().stream()
                                    .map(this::point)
                                    .sorted(Comparator.comparingDouble(Point::x))
                                    .toList()));
            mine.best().map(this::point).ifPresent(best::add);
            for (InfeasibleTrial one : mine.infeasible()) {
                failures.add(
                        new Series.Failure(
                                AgainstBaseline.rate(one.trial()),
                                "%s: %s".formatted(comparison.name(arm), one.reason().sentence()),
                                ""));
            }
        }
        if (!best.isEmpty()) {
            series.add(new Series.Scatter("Best of each", Series.Role.BEST, best));
        }
        if (!failures.isEmpty()) {
            series.add(new Series.Failed("Infeasible", failures));
        }
        Axis axis = Axis.linear(comparison.wording().metric(), "");
        return new Chart(
                "against-baseline",
                comparison.wording().metric() + " by learning rate",
                "Each point is a training at its best checkpoint; crosses did not train, or learned far less (playbook, Figure 8).",
                Axis.powersOfTen("Learning rate", ""),
                comparison.wording().rate() ? axis.inPercent() : axis,
                series);
    }

    private Point point(FeasibleTrial trial) {
        return Point.of(AgainstBaseline.rate(trial.trial()), results().cost(trial.cost()))
                .noted("trial " + trial.trial().number());
    }

    private Section seeds() {
        RerunResults baseline = reruns(AgainstBaseline.BASELINE);
        RerunResults change = reruns(AgainstBaseline.CHANGE);
        NavigableSet<Long> seeds = new TreeSet<>(baseline.costs().keySet());
        seeds.addAll(change.costs().keySet());
        List<List<String>> rows = new ArrayList<>();
        for (long seed : seeds) {
            rows.add(List.of(Long.toString(seed), value(baseline, seed), value(change, seed)));
        }
        if (baseline.costs().size() > 1 && change.costs().size() > 1) {
            rows.add(List.of("mean", mean(baseline), mean(change)));
        }
        return new Section.Table(
                "The best of each with other seeds",
                List.of(
                        Column.text("Seed"),
                        Column.number(
                                comparison.name(AgainstBaseline.BASELINE),
                                comparison.wording().metric()),
                        Column.number(
                                comparison.name(AgainstBaseline.CHANGE),
                                comparison.wording().metric())),
                rows);
    }

    private RerunResults reruns(int arm) {
        return comparison
                .best(arm)
                .map(results()::reruns)
                .orElse(new RerunResults(new TreeMap<>(), 0));
    }

    private String value(RerunResults reruns, long seed) {
        return Optional.ofNullable(reruns.costs().get(seed))
                .map(comparison.wording()::value)
                .orElse("did not train");
    }

    private String mean(RerunResults reruns) {
        return "%s +-%s"
                .formatted(
                        comparison.wording().value(reruns.mean()),
                        comparison.wording().difference(reruns.standardError()));
    }
}
