package etude.tuner.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Rows of text in columns as wide as their widest cell, two spaces apart. Where a line has no room
 * for all of it, columns that may be are cut, and then left out.
 */
public final class Table {
    private static final int GAP = 2;

    private final List<Column> columns;
    private final List<List<String>> rows = new ArrayList<>();

    /**
     * A column.
     *
     * @param rank 0 where it is never left out; otherwise those of the highest rank go first, after
     *     those without cells
     * @param least columns of the terminal that it needs; its cells are cut where they need more.
     *     {@link Integer#MAX_VALUE} where they are never cut
     * @param flows whether cells without room go on in further lines instead; of the last one only
     */
    public record Column(String head, int rank, int least, boolean flows) {
        /** One that is always there, and whole. */
        public static Column of(String head) {
            return new Column(head, 0, Integer.MAX_VALUE, false);
        }

        /** Left out where there is no room; the highest rank first. */
        public Column rank(int order) {
            return new Column(head, order, least, flows);
        }

        /** Cut to no less than this where there is no room. */
        public Column cutTo(int width) {
            return new Column(head, rank, width, false);
        }

        /** The last column, broken into lines no shorter than this where there is no room. */
        public Column flowingIn(int width) {
            return new Column(head, rank, width, true);
        }
    }

    /**
     * A table as it fits.
     *
     * @param lines without spaces at the end, the head first where there is one
     * @param leftOut heads of the columns that had no room
     */
    public record Fitted(List<String> lines, List<String> leftOut) {
        public Fitted {
            lines = List.copyOf(lines);
            leftOut = List.copyOf(leftOut);
        }

        /** The lines, and where to find what had no room. */
        public List<String> lines(String elsewhere) {
            List<String> all = new ArrayList<>(lines);
            if (!leftOut.isEmpty()) {
                all.add(
                        "No room for %s: %s has everything."
                                .formatted(String.join(", ", leftOut), elsewhere));
            }
            return all;
        }
    }

    /** Without a head. */
    public Table() {
        columns = List.of();
    }

    /** With a head, unless none of the columns has one. */
    public Table(List<Column> columns) {
        this.columns = List.copyOf(columns);
        if (columns.stream().allMatch(column -> column.head().isEmpty())) {
            return;
        }
        row(columns.stream().map(Column::head).toArray(String[]::new));
    }

    /** Adds a row; what would act on a terminal, or break the line, is replaced. */
    public Table row(String... cells) {
        rows.add(Arrays.stream(cells).map(Printable::line).toList());
        return this;
    }

    /** One string per row, as wide as it needs. */
    public List<String> lines() {
        return fitted(Integer.MAX_VALUE).lines();
    }

    /** In lines of at most so many columns of a terminal. */
    public Fitted fitted(int width) {
        int count = rows.stream().mapToInt(List::size).max().orElse(0);
        List<Integer> filled =
                IntStream.range(0, count)
                        .filter(c -> column(c).rank() == 0 || hasCells(c))
                        .boxed()
                        .toList();
        List<Integer> shown = new ArrayList<>(filled);
        int[] widths = widths(shown, width);
        while (total(shown, widths) > width) {
            Optional<Integer> next =
                    shown.stream()
                            .filter(c -> column(c).rank() > 0)
                            .max(Comparator.comparingInt((Integer c) -> column(c).rank()));
            if (next.isEmpty()) {
                break;
            }
            shown.remove(next.get());
            widths = widths(shown, width);
        }
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            lines.addAll(lines(row, shown, widths, width));
        }
        return new Fitted(
                lines,
                filled.stream()
                        .filter(c -> !shown.contains(c))
                        .map(c -> column(c).head())
                        .toList());
    }

    private boolean hasCells(int column) {
        return rows.stream()
                .skip(1) // the head
                .anyMatch(row -> column < row.size() && !row.get(column).isEmpty());
    }

    private Column column(int index) {
        return index < columns.size() ? columns.get(index) : Column.of("");
    }

    private int[] widths(List<Integer> shown, int width) {
        int[] widths = new int[shown.stream().mapToInt(c -> c + 1).max().orElse(0)];
        for (List<String> row : rows) {
            for (int c = 0; c < Math.min(row.size(), widths.length); c++) {
                widths[c] = Math.max(widths[c], TextWidth.of(row.get(c)));
            }
        }
        for (int over = total(shown, widths) - width; over > 0; over--) {
            Optional<Integer> widest =
                    shown.stream()
                            .filter(c -> widths[c] > column(c).least())
                            .max(Comparator.comparingInt((Integer c) -> widths[c]));
            if (widest.isEmpty()) {
                break;
            }
            widths[widest.get()]--;
        }
        return widths;
    }

    private static int total(List<Integer> shown, int[] widths) {
        return shown.stream().mapToInt(c -> widths[c] + GAP).sum() - GAP;
    }

    private List<String> lines(List<String> row, List<Integer> shown, int[] widths, int width) {
        StringBuilder line = new StringBuilder();
        List<String> further = new ArrayList<>();
        for (int c : shown) {
            String cell = c < row.size() ? row.get(c) : "";
            if (column(c).flows()) {
                List<String> parts = Paragraph.lines(cell, widths[c]);
                String indent = " ".repeat(TextWidth.of(line.toString()));
                parts.subList(1, parts.size()).forEach(part -> further.add(indent + part));
                cell = parts.get(0);
            }
            String fitting = column(c).flows() ? cell : TextWidth.cut(cell, widths[c]);
            line.append(TextWidth.padded(fitting, widths[c] + GAP));
        }
        List<String> lines = new ArrayList<>();
        // only where not even the columns that must be there have room
        lines.add(TextWidth.cut(line.toString().stripTrailing(), width));
        lines.addAll(further);
        return lines;
    }
}
