package etude.datasets.proposal;

import etude.datasets.Quoted;
import etude.datasets.config.CellText;
import etude.datasets.config.ColumnConfig;
import etude.datasets.config.ColumnConfig.DateOrder;
import etude.datasets.config.ColumnConfig.Impute;
import etude.datasets.reader.CellNumbers;
import etude.datasets.reader.ColumnProfile;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;

/**
 * Says of each column of a table what it is, in this order: hardly any value, a leak, one value
 * only, dates, numbers or names of rows, texts.
 */
record ColumnJudge(ColumnProfile target, boolean regression) {
    /** With fewer values, a column says something of few rows only. */
    private static final double MOST_MISSING = 0.9;

    /** From this share on, that a value is missing may say something. */
    private static final double TELLING_MISSING = 0.05;

    /** In fewer rows, different values are chance. */
    private static final int FEWEST_ROWS = 20;

    /** Texts of which at least this share differ name rows. */
    private static final double NAMES = 0.9;

    /** Of at least so many words, texts of which half differ are sentences. */
    private static final double SENTENCE_WORDS = 3;

    private static final double SENTENCES = 0.5;

    /** More categories than this are said to be meant as such. */
    private static final int MANY_CATEGORIES = 100;

    private static final Pattern NAMED_IDENTIFIER =
            Pattern.compile("(^|.*[^a-z])(id|uuid|guid|key|code|number|no|nr)$|.*[a-z](Id|ID)$");

    ColumnProposal judge(ColumnProfile column) {
        if (column.missing() > MOST_MISSING * column.rows()) {
            return ignored(column, ColumnFinding.MOSTLY_MISSING, missing(column));
        }
        Optional<Leak> leak = Leak.find(column.cells(), number(column), target.cells(), regression);
        if (leak.isPresent()) {
            return ignored(
                    column,
                    ColumnFinding.LEAK,
                    "a leak? %s; remove this if it is known before the target is"
                            .formatted(leak.get().words()));
        }
        if (column.different() == 1 && column.missing() == 0) {
            return ignored(
                    column, ColumnFinding.CONSTANT, "all are " + Quoted.of(column.cells().get(0)));
        }
        if (column.dates()) {
            return date(column);
        }
        return column.allNumbers() || column.nearlyNumbers() ? numbers(column) : texts(column);
    }

    private static ToDoubleFunction<String> number(ColumnProfile column) {
        if (column.dates() && !column.dateOrders().isEmpty()) {
            DateOrder order = column.dateOrders().get(0);
            return cell -> CellNumbers.days(cell, order);
        }
        return column.allNumbers() ? CellNumbers::number : cell -> Double.NaN;
    }

    private static ColumnProposal ignored(
            ColumnProfile column, ColumnFinding finding, String reason) {
        return new ColumnProposal(
                column.name(),
                new ColumnConfig(
                        Optional.of(ColumnConfig.Type.IGNORE),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                finding,
                reason);
    }

    private static ColumnProposal date(ColumnProfile column) {
        List<DateOrder> orders = column.dateOrders();
        boolean unsure = orders.size() > 1;
        Optional<DateOrder> order =
                unsure
                        ? Optional.of(
                                column.cells().stream().anyMatch(cell -> cell.contains("."))
                                        ? DateOrder.DAY_FIRST
                                        : DateOrder.MONTH_FIRST)
                        : Optional.empty();
        return read(
                column,
                Optional.of(ColumnConfig.Type.DATE),
                order,
                ColumnFinding.DATE,
                unsure
                        ? "dates, such as %s; nothing in them tells day from month: look at date_order"
                                .formatted(Quoted.of(example(column)))
                        : "dates, such as " + Quoted.of(example(column)));
    }

    private ColumnProposal numbers(ColumnProfile column) {
        if (column.numbersRows()) {
            return ignored(
                    column,
                    ColumnFinding.IDENTIFIER,
                    "whole numbers that number the rows: an identifier, or a time");
        }
        if (isNamedIdentifier(column) && areWholeAndDifferent(column)) {
            return ignored(
                    column,
                    ColumnFinding.IDENTIFIER,
                    "whole numbers, all different, of a column of this name: an identifier");
        }
        String slips =
                column.slips() == 0
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                "; %,d cells are no numbers and must be mended: training names them",
                                column.slips());
        return read(
                column,
                Optional.empty(),
                Optional.empty(),
                ColumnFinding.NUMBER,
                "numbers, such as %s%s".formatted(example(column), slips));
    }

    private static boolean isNamedIdentifier(ColumnProfile column) {
        return NAMED_IDENTIFIER.matcher(column.name()).matches()
                || NAMED_IDENTIFIER.matcher(column.name().toLowerCase(Locale.ROOT)).matches();
    }

    private static boolean areWholeAndDifferent(ColumnProfile column) {
        return column.rows() >= FEWEST_ROWS
                && share(column) == 1
                && column.cells().stream()
                        .filter(cell -> !cell.isEmpty())
                        .mapToDouble(CellNumbers::number)
                        .allMatch(number -> number == Math.rint(number));
    }

    private static ColumnProposal texts(ColumnProfile column) {
        String different =
                String.format(
                        Locale.ROOT,
                        "%s%,d different texts in %,d rows, such as %s",
                        column.different() == ColumnProfile.MOST_DIFFERENT ? "at least " : "",
                        column.different(),
                        column.present(),
                        Quoted.of(example(column)));
        boolean many = column.present() >= FEWEST_ROWS;
        if (many && column.words() >= SENTENCE_WORDS && share(column) > SENTENCES) {
            return ignored(column, ColumnFinding.FREE_TEXT, "free text: " + different);
        }
        if (many && share(column) > NAMES) {
            return ignored(column, ColumnFinding.IDENTIFIER, "an identifier: " + different);
        }
        if (column.different() == ColumnProfile.MOST_DIFFERENT) {
            return ignored(
                    column,
                    ColumnFinding.TOO_MANY_CATEGORIES,
                    "too many categories: %s; fewer and larger ones may be worth reading"
                            .formatted(different));
        }
        return read(
                column,
                column.different() > MANY_CATEGORIES
                        ? Optional.of(ColumnConfig.Type.CATEGORY)
                        : Optional.empty(),
                Optional.empty(),
                ColumnFinding.CATEGORY,
                String.format(
                        Locale.ROOT,
                        "%,d categories, such as %s",
                        column.different(),
                        Quoted.of(example(column))));
    }

    /** A column that is read, with what stands for its missing values. */
    private static ColumnProposal read(
            ColumnProfile column,
            Optional<ColumnConfig.Type> type,
            Optional<DateOrder> order,
            ColumnFinding finding,
            String reason) {
        boolean gaps = column.missing() > 0;
        boolean telling =
                column.different() == 1 || column.missing() >= TELLING_MISSING * column.rows();
        Impute impute =
                telling || finding == ColumnFinding.CATEGORY ? Impute.INDICATOR : Impute.MEDIAN;
        return new ColumnProposal(
                column.name(),
                new ColumnConfig(
                        type,
                        column.missingTexts().isEmpty()
                                ? Optional.empty()
                                : Optional.of(missingTexts(column)),
                        gaps ? Optional.of(impute) : Optional.empty(),
                        Optional.empty(),
                        order),
                finding,
                gaps ? reason + "; " + missing(column) : reason);
    }

    /** With the usual ones, which stand there too, or may in other rows. */
    private static List<CellText> missingTexts(ColumnProfile column) {
        return CellNumbers.missing(column.missingTexts()).stream().map(CellText::new).toList();
    }

    private static String missing(ColumnProfile column) {
        return String.format(
                Locale.ROOT,
                "%,d of %,d are missing (%.1f %%)",
                column.missing(),
                column.rows(),
                100.0 * column.missing() / column.rows());
    }

    /** How many of the values of the sample differ, as a share. */
    private static double share(ColumnProfile column) {
        List<String> present = column.cells().stream().filter(cell -> !cell.isEmpty()).toList();
        return present.isEmpty() ? 0 : (double) new HashSet<>(present).size() / present.size();
    }

    private static String example(ColumnProfile column) {
        return column.cells().stream().filter(cell -> !cell.isEmpty()).findFirst().orElse("");
    }
}
