package etude.tuner.page;

import etude.tuner.chart.Axis;
import etude.tuner.chart.Chart;
import etude.tuner.chart.Point;
import etude.tuner.chart.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A plot of trials, and a sheet of the same. Every fifth trial is infeasible; trial 3 has a name
 * from a user who means ill.
 */
final class SheetPage {
    static final String EVIL = "<img src=x onerror=alert(1)>";

    private SheetPage() {}

    static Page of(int trials) {
        return of(trials, 3);
    }

    /** With so many further columns of numbers. */
    static Page of(int trials, int further) {
        return new Page(
                "Sheet",
                "A plot and a sheet of the same trials.",
                List.of(new Section.Charts("Plot", List.of(plot(trials))), sheet(trials, further)),
                new Page.Footer(List.of(), ""));
    }

    private static Chart plot(int trials) {
        List<Point> points =
                IntStream.range(0, trials)
                        .filter(i -> !isInfeasible(i))
                        .mapToObj(i -> Point.of(rate(i), error(i)).keyed("" + i))
                        .toList();
        return new Chart(
                "rates",
                "Learning rate",
                "Each trial.",
                Axis.powersOfTen("Learning rate", ""),
                Axis.linear("Error", ""),
                List.of(new Series.Scatter("Trials", Series.Role.DATA, points)));
    }

    private static Section sheet(int trials, int further) {
        List<SheetColumn> columns =
                new ArrayList<>(
                        List.of(
                                SheetColumn.shown(Section.Column.number("Trial", "")),
                                SheetColumn.shown(Section.Column.text("State")),
                                SheetColumn.shown(Section.Column.number("Best error_rate", "")),
                                SheetColumn.shown(
                                        Section.Column.number("optimizer.learning_rate", "")),
                                SheetColumn.shown(Section.Column.text("optimizer.name")),
                                SheetColumn.shown(Section.Column.text("Run directory")),
                                SheetColumn.hidden(Section.Column.text("Command"))));
        for (int c = 0; c < further; c++) {
            columns.add(new SheetColumn(Section.Column.number("further.setting_" + c, ""), c < 2));
        }
        return new Section.Sheet(
                "trials",
                "Trials",
                "trials",
                "Words, or learning_rate < 0.1",
                new Section.Hint(
                        "Select trials to see more of them. All of them were run by:",
                        Optional.of(new Cell.Command("etude study run s.yaml", "(commit abc)"))),
                columns,
                IntStream.range(0, trials).mapToObj(i -> row(i, further)).toList());
    }

    private static SheetRow row(int trial, int further) {
        String place = String.format(Locale.ROOT, "trials/%05d", trial);
        List<Cell> cells =
                new ArrayList<>(
                        List.of(
                                new Cell.Quantity(trial, "" + trial),
                                new Cell.Text(
                                        isInfeasible(trial)
                                                ? "infeasible: diverged after step 2"
                                                : "completed"),
                                isInfeasible(trial) ? Cell.nothing() : quantity(error(trial)),
                                quantity(rate(trial)),
                                new Cell.Text(
                                        trial == 3 ? EVIL : trial % 2 == 0 ? "adam" : "nesterov"),
                                new Cell.Link(place, java.nio.file.Path.of(place)),
                                new Cell.Command(
                                        "etude train studies/s/" + place + "/config.yaml", "")));
        for (int c = 0; c < further; c++) {
            cells.add(quantity(Math.sin(trial * (c + 2.0))));
        }
        return new SheetRow("" + trial, cells);
    }

    static boolean isInfeasible(int trial) {
        return trial % 5 == 4;
    }

    /** From 0.001 to 1, in no order. */
    static double rate(int trial) {
        return Math.pow(10, -3 * ((trial * 0.618034) % 1));
    }

    private static double error(int trial) {
        return 0.02 + 0.1 * Math.abs(Math.log10(rate(trial)) + 1.2);
    }

    private static Cell quantity(double value) {
        return new Cell.Quantity(value, String.format(Locale.ROOT, "%.4g", value));
    }
}
