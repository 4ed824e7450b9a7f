package etude.tuner.page;

import etude.tuner.chart.Figure;
import java.util.List;
import java.util.Optional;

/** A part of a page under a heading of its own. */
public sealed interface Section {
    /** What the part is about. */
    String heading();

    /** What is drawn in it. */
    default List<Figure> figures() {
        return List.of();
    }

    /** What a reader should know first, without a heading of its own. */
    record Headline(List<Line> lines) implements Section {
        public Headline {
            lines = List.copyOf(lines);
        }

        @Override
        public String heading() {
            return "In short";
        }

        /**
         * A line of it.
         *
         * @param command to be copied, where there is one
         */
        public record Line(String label, String text, Optional<Cell.Command> command) {}
    }

    /** Questions with their answers. */
    record Verdicts(String heading, List<VerdictCard> verdicts) implements Section {
        public Verdicts {
            verdicts = List.copyOf(verdicts);
        }
    }

    /** Plots, side by side where the window is wide enough. */
    record Charts(String heading, List<? extends Figure> charts) implements Section {
        public Charts {
            charts = List.copyOf(charts);
        }

        @Override
        public List<Figure> figures() {
            return List.copyOf(charts);
        }
    }

    /** What is to be done in this order, each with how it stands. */
    record Steps(String heading, List<Step> steps) implements Section {
        public Steps {
            steps = List.copyOf(steps);
        }
    }

    /**
     * A step.
     *
     * @param detail below its title; may be empty
     * @param text what is known of it
     */
    record Step(Progress progress, String title, String detail, String text) {}

    /** How a step stands. */
    enum Progress {
        DONE("\u2713", "Done"),
        NEXT("\u2192", "Next"),
        DUE("\u25cb", "Due"),
        SKIPPED("\u00bb", "Skipped"),
        NOT_APPLICABLE("\u2013", "Not applicable");

        private final String symbol;
        private final String words;

        Progress(String symbol, String words) {
            this.symbol = symbol;
            this.words = words;
        }

        String symbol() {
            return symbol;
        }

        String words() {
            return words;
        }
    }

    /** Things of one kind, each with what there is to say of it and a plot. */
    record Cards(String heading, List<Card> cards) implements Section {
        public Cards {
            cards = List.copyOf(cards);
        }

        @Override
        public List<Figure> figures() {
            return cards.stream().<Figure>flatMap(card -> card.figure().stream()).toList();
        }
    }

    /**
     * One of them.
     *
     * @param lines none of which is empty
     */
    record Card(String title, List<Headline.Line> lines, Optional<? extends Figure> figure) {
        public Card {
            lines = List.copyOf(lines);
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

    /** Pictures with words below, as many side by side as there is room for. */
    record Pictures(String heading, String description, List<Captioned> pictures)
            implements Section {
        public Pictures {
            pictures = List.copyOf(pictures);
        }
    }

    /**
     * A picture with its words.
     *
     * @param alternative says what is seen, for whoever does not see it
     * @param source where the picture comes from, shown when it is hovered
     * @param standing whether it is a good or a bad sign
     * @param detail a second line
     */
    record Captioned(
            Picture picture,
            String alternative,
            String source,
            VerdictCard.Standing standing,
            String caption,
            String detail) {}

    /**
     * A table whose reader sorts and filters it and chooses its columns. Without JavaScript it is a
     * plain table of all columns.
     *
     * @param id its anchor on the page
     * @param rowsAre what the rows are, in the plural, such as {@code trials}
     * @param example of a filter, for readers who have never used one
     * @param hint what stands below the table while no row is selected
     * @param rows as many cells each as there are columns
     */
    record Sheet(
            String id,
            String heading,
            String rowsAre,
            String example,
            Hint hint,
            List<SheetColumn> columns,
            List<SheetRow> rows)
            implements Section {
        public Sheet {
            columns = List.copyOf(columns);
            rows = List.copyOf(rows);
            for (SheetRow row : rows) {
                if (row.cells().size() != columns.size()) {
                    throw new IllegalArgumentException(
                            columns.size() + " columns, but a row of " + row.cells().size());
                }
            }
        }

        /** Whether rows are selected together with what the plots show. */
        boolean selectable() {
            return rows.stream().anyMatch(row -> !row.key().isEmpty());
        }
    }

    /**
     * A sentence, and a command that it speaks of.
     *
     * @param text may be empty
     */
    record Hint(String text, Optional<Cell.Command> command) {
        /** Says nothing. */
        public static Hint none() {
            return new Hint("", Optional.empty());
        }
    }

    /** Ways to other pages. */
    record Links(String heading, List<Cell.Link> links) implements Section {
        public Links {
            links = List.copyOf(links);
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
