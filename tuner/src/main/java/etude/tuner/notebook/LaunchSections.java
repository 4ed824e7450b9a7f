package etude.tuner.notebook;

import etude.tuner.analysis.result.Wording;
import etude.tuner.chart.Axis;
import etude.tuner.chart.Chart;
import etude.tuner.chart.Point;
import etude.tuner.chart.Series;
import etude.tuner.page.Section;
import etude.tuner.page.Section.Column;
import etude.tuner.project.Launch;
import etude.tuner.project.Measured;
import etude.tuner.project.ProjectState;
import etude.tuner.text.MetricLine;
import etude.tuner.text.Numbers;
import etude.tuner.text.Quantities;
import java.util.ArrayList;
import java.util.List;

/** What each launch changed, and what it reached. */
record LaunchSections(ProjectState state) {
    private static final int COMMIT = 8;

    List<Section> sections() {
        if (state.launches().isEmpty()) {
            return List.of(
                    new Section.Notes(
                            "Launches",
                            List.of(
                                    "Nothing has been adopted yet: incumbent.yaml is the config that the project began from.")));
        }
        List<Section> sections = new ArrayList<>();
        if (state.launches().stream().filter(one -> one.result().isPresent()).count() > 1) {
            sections.add(new Section.Charts("The incumbent over its launches", List.of(results())));
        }
        sections.add(table());
        return sections;
    }

    private Chart results() {
        List<Point> points = new ArrayList<>();
        for (Launch launch : state.launches()) {
            launch.result().ifPresent(result -> points.add(point(launch, result)));
        }
        Axis axis = Axis.linear(state.config().metric(), "");
        return new Chart(
                "launches",
                state.config().metric() + " over launches",
                "Bars are the standard deviation from one training to the next, where the incumbent was trained again with other seeds; points without one are a single training, the best of its study, whose noise is not known.",
                Axis.whole("Launch", ""),
                MetricLine.isRate(state.config().metric()) ? axis.inPercent() : axis,
                List.of(new Series.Line("Incumbent", Series.Role.DATA, points)));
    }

    private static Point point(Launch launch, Measured result) {
        Point point = Point.of(launch.number(), result.mean()).noted(changed(launch));
        return result.reruns() < 2
                ? point
                : point.between(
                        result.mean() - result.standardDeviation(),
                        result.mean() + result.standardDeviation());
    }

    private static String changed(Launch launch) {
        return launch.changes().isEmpty()
                ? "nothing: the model was launched"
                : Numbers.shortened(String.join(", ", launch.changes()));
    }

    private Section table() {
        boolean commits = state.launches().stream().anyMatch(one -> !one.commit().isEmpty());
        List<Column> columns =
                new ArrayList<>(
                        List.of(
                                Column.number("Launch", ""),
                                Column.text("Changed"),
                                new Column("Reached", state.config().metric(), Section.Align.TEXT),
                                Column.text("Rests on"),
                                Column.number("Cost", "charged since the one before")));
        if (commits) {
            columns.add(Column.text("Commit"));
        }
        return new Section.Table(
                "Launches",
                columns,
                state.launches().stream().map(launch -> row(launch, commits)).toList());
    }

    private static List<String> row(Launch launch, boolean commit) {
        List<String> row =
                new ArrayList<>(
                        List.of(
                                Integer.toString(launch.number()),
                                changed(launch),
                                launch.result().map(LaunchSections::brief).orElse("not measured"),
                                restsOn(launch),
                                Quantities.duration(launch.cost().chargedSeconds())));
        if (commit) {
            row.add(launch.commit().substring(0, Math.min(COMMIT, launch.commit().length())));
        }
        return row;
    }

    /** A folder, or a key of the project's file. */
    private static String restsOn(Launch launch) {
        String source = launch.source();
        return source.contains("/") ? source : source + " of project.yaml";
    }

    /** What a launch reached, with its noise and what it rests on. */
    static String words(Launch launch, Measured measured) {
        String of = "trial %d of %s".formatted(measured.trial(), measured.study());
        return measured.reruns() < 2
                ? "%s %s at launch %d (one training, %s, so its noise is not known)"
                        .formatted(measured.metric(), value(measured), launch.number(), of)
                : "%s %s +-%s at launch %d (mean and standard deviation of %s of %s)"
                        .formatted(
                                measured.metric(),
                                value(measured),
                                wording(measured).difference(measured.standardDeviation()),
                                launch.number(),
                                Numbers.count(measured.reruns(), "rerun"),
                                of);
    }

    /** The number with its noise. */
    private static String brief(Measured measured) {
        return measured.reruns() < 2
                ? value(measured) + ", one training"
                : "%s +-%s, %s"
                        .formatted(
                                value(measured),
                                wording(measured).difference(measured.standardDeviation()),
                                Numbers.count(measured.reruns(), "rerun"));
    }

    /** The number alone. */
    static String value(Measured measured) {
        return wording(measured).objective(measured.mean());
    }

    /** Less is better in every project. */
    static Wording wording(Measured measured) {
        return new Wording(measured.metric(), MetricLine.isRate(measured.metric()), true);
    }

    /** {@code no launch}, {@code 1 launch}, {@code 2 launches}. */
    static String count(int launches) {
        return launches == 0 ? "no launch" : launches == 1 ? "1 launch" : launches + " launches";
    }
}
