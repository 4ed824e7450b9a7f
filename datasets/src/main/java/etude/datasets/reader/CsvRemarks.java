package etude.datasets.reader;

import etude.datasets.Quoted;
import etude.datasets.config.ColumnConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a user may want to know of the columns of a table, in sentences. */
final class CsvRemarks {
    /** In fewer rows, different texts are chance. */
    private static final int FEWEST_ROWS = 20;

    /** Rounding to more than this share of what varies is a loss. */
    private static final double COARSE = 1.0e-4;

    /** Of so many words on the average, texts are sentences. */
    static final double WORDS_OF_TEXT = 3;

    private CsvRemarks() {}

    /** Why a column was taken for what it was. */
    static String reason(CsvColumn column) {
        int numbers = column.count(CsvCell.NUMBER);
        String missing =
                column.gaps() == 0 ? "" : ", %s are missing".formatted(count(column.gaps()));
        String different =
                column.different() == 1
                        ? ", all are " + Quoted.of(column.texts().first())
                        : column.different() == column.rows() ? ", all are different" : "";
        if (column.allNumbers()) {
            return "%s of %s cells are numbers%s%s"
                    .formatted(count(numbers), count(column.rows()), different, missing);
        }
        CsvColumn.Cell example = column.notNumbers().get(0);
        return "%s of %s cells are no numbers, such as %s in line %d%s%s"
                .formatted(
                        count(column.rows() - numbers),
                        count(column.rows()),
                        Quoted.of(example.value()),
                        example.line(),
                        different,
                        missing);
    }

    /** Of a column that is not read, and of which more is said. */
    static List<String> ofIgnored(ColumnConfig said, String name) {
        return said.impute().isEmpty() && said.missing().isEmpty()
                ? List.of()
                : List.of(
                        "Column %s is ignored, so what else dataset.columns says of it does nothing; remove that."
                                .formatted(Quoted.of(name)));
    }

    static List<String> ofNumbers(CsvColumn column) {
        List<String> remarks = new ArrayList<>();
        if (column.allDates() && column.rows() >= FEWEST_ROWS) {
            remarks.add(dates(column, "numbers such as 20240131"));
        } else if (column.whole().numberTheRows()) {
            remarks.add(
                    "Column %s looks like an identifier or a time (%s different whole numbers in %s rows): what a model learns of it hardly holds for other rows; set dataset.columns: {%s: {type: ignore}}."
                            .formatted(
                                    Quoted.of(column.name),
                                    count(column.rows()),
                                    count(column.rows()),
                                    column.name));
        }
        return remarks;
    }

    /** Of the target of a regression. */
    static List<String> ofValue(CsvColumn column) {
        double step = Math.ulp((float) column.largestMagnitude());
        if (column.spread() == 0 || step < COARSE * column.spread()) {
            return List.of();
        }
        return List.of(
                "The target %s spreads over %s, where floats of 32 bits are %s apart: subtract a constant from the column, so that its values lie around zero."
                        .formatted(Quoted.of(column.name), column.spread(), step));
    }

    static List<String> ofCategories(CsvColumn column) {
        List<String> remarks = new ArrayList<>();
        if (column.allDates()) {
            remarks.add(dates(column, "%d categories".formatted(column.different())));
        } else if (column.different() == column.rows() && column.rows() >= FEWEST_ROWS) {
            remarks.add(
                    "Column %s looks like an identifier (%s different texts in %s rows), and each becomes a category of its own; set dataset.columns: {%s: {type: ignore}}."
                            .formatted(
                                    Quoted.of(column.name),
                                    count(column.rows()),
                                    count(column.rows()),
                                    column.name));
        } else {
            mixed(column, remarks);
        }
        missing(column, remarks);
        return remarks;
    }

    static List<String> ofTextClasses(CsvColumn column) {
        List<String> remarks = new ArrayList<>();
        mixed(column, remarks);
        missing(column, remarks);
        return remarks;
    }

    /** How a cell that is no number is mended. */
    static String advice(CsvCell kind) {
        return switch (kind) {
            case MISSING ->
                    ", which looks like a missing value; fill it in or leave the row out, or say in dataset.columns which texts are missing values and what stands for them (missing, impute)";
            case FORMATTED ->
                    "; write the number alone, without separators or signs and with a decimal point, in the whole column";
            case DATE -> "; if the column holds dates, say type: date of it in dataset.columns";
            case NUMBER, TEXT ->
                    "; correct the cell, or, if the column holds categories, say type: category of it in dataset.columns";
        };
    }

    private static String dates(CsvColumn column, String takenFor) {
        return "Column %s holds dates, taken for %s: set dataset.columns: {%s: {type: date}}, or type: ignore."
                .formatted(Quoted.of(column.name), takenFor, column.name);
    }

    private static void mixed(CsvColumn column, List<String> remarks) {
        int numbers = column.count(CsvCell.NUMBER) + column.count(CsvCell.FORMATTED);
        if (numbers > 0) {
            CsvColumn.Cell example = column.notNumbers().get(0);
            remarks.add(
                    "Column %s is taken for %d categories, though %s of %s cells look like numbers: %s in line %d is none."
                            .formatted(
                                    Quoted.of(column.name),
                                    column.different(),
                                    count(numbers),
                                    count(column.rows()),
                                    Quoted.of(example.value()),
                                    example.line()));
        }
    }

    private static void missing(CsvColumn column, List<String> remarks) {
        int missing = column.count(CsvCell.MISSING);
        if (missing > 0) {
            remarks.add(
                    "Column %s has %s cell%s that look%s like missing values and are a category: %s."
                            .formatted(
                                    Quoted.of(column.name),
                                    count(missing),
                                    missing == 1 ? "" : "s",
                                    missing == 1 ? "s" : "",
                                    Quoted.list(
                                            column.texts().stream()
                                                    .filter(
                                                            text ->
                                                                    CsvCell.of(text)
                                                                            == CsvCell.MISSING)
                                                    .toList())));
        }
    }

    private static String count(int number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
