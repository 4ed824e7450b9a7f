package etude.tuner.page;

import etude.tuner.chart.Figure;
import java.util.List;

/** A part of a page under a heading of its own. */
public sealed interface Section {
    /** What the part is about. */
    String heading();

    /** Questions with their answers. */
    record Verdicts(String heading, List<Verdict> verdicts) implements Section {
        public Verdicts {
            verdicts = List.copyOf(verdicts);
        }
    }

    /** Plots, side by side where the window is wide enough. */
    record Charts(String heading, List<? extends Figure> charts) implements Section {
        public Charts {
            charts = List.copyOf(charts);
        }
    }

    /**
     * Rows under named columns.
     *
     * @param rows as many cells each as there are columns
     */
    record Table(String heading, List<Column> columns, List<List<String>> rows) implements Section {
        public Table {
            columns = List.copyOf(columns);
            rows = rows.stream().map(List::copyOf).toList();
            for (List<String> row : rows) {
                if (row.size() != columns.size()) {
                    throw new IllegalArgumentException(
                            columns.size() + " columns, but a row of " + row.size());
                }
            }
        }
    }

    /** Paragraphs. */
    record Notes(String heading, List<String> paragraphs) implements Section {
        public Notes {
            paragraphs = List.copyOf(paragraphs);
        }
    }

    /**
     * A column of a table.
     *
     * @param unit below the name; may be empty
     */
    record Column(String name, String unit, Align align) {
        /** Words, aligned left. */
        public static Column text(String name) {
            return new Column(name, "", Align.TEXT);
        }

        /** Numbers, aligned right so that digits stand below digits. */
        public static Column number(String name, String unit) {
            return new Column(name, unit, Align.NUMBER);
        }
    }

    /** How the cells of a column line up. */
    enum Align {
        TEXT,
        NUMBER
    }
}
