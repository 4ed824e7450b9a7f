package etude.datasets.reader;

import etude.datasets.Quoted;
import etude.datasets.config.ColumnConfig.DateOrder;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A column that the config says holds dates: in which order they are written, and whether all are.
 *
 * @param problems gets what is no date
 */
record DateColumn(CsvLines lines, CsvColumn column, NamedProblems problems) {
    /**
     * What becomes of it.
     *
     * @param wanted the order that the config names
     * @throws etude.datasets.EtudeException when all dates are of no order, or of several and the
     *     config names none
     */
    CsvSchema.Column read(Optional<DateOrder> wanted) {
        for (CsvColumn.Cell cell : column.notDates()) {
            problems.add(
                    lines.wrong(
                            cell.line(),
                            "a date for %s, such as 2024-01-31".formatted(Quoted.of(column.name)),
                            Quoted.of(cell.value())));
        }
        problems.more(column.badDates() - column.notDates().size());
        Set<DateOrder> possible = column.dates().possible();
        if (column.badDates() == 0) {
            requireOneOrder(wanted, possible);
        }
        DateOrder order =
                wanted.orElseGet(() -> possible.stream().findFirst().orElse(DateOrder.YEAR_FIRST));
        return CsvSchema.Column.date(
                column.name,
                column.dates().mean(order),
                order,
                "the config says so; all are " + name(order));
    }

    private void requireOneOrder(Optional<DateOrder> wanted, Set<DateOrder> possible) {
        if (possible.isEmpty()) {
            CsvColumn.Cell cell = column.dates().breaking().get(0);
            throw lines.wrong(
                    cell.line(),
                    "a date for %s in the order of those before it"
                            .formatted(Quoted.of(column.name)),
                    Quoted.of(cell.value()));
        }
        if (wanted.isPresent() && !possible.contains(wanted.get())) {
            throw lines.wrong(
                    1,
                    "dates in %s of date_order: %s"
                            .formatted(Quoted.of(column.name), name(wanted.get())),
                    "dates that are " + names(possible));
        }
        if (wanted.isEmpty() && possible.size() > 1) {
            throw lines.wrong(
                    1,
                    "dates in %s that tell day from month (or say it in dataset.columns: {%s: {type: date, date_order: day_first}})"
                            .formatted(Quoted.of(column.name), column.name),
                    "dates that may be " + names(possible));
        }
    }

    private static String names(Set<DateOrder> orders) {
        return orders.stream().map(DateColumn::name).collect(Collectors.joining(" or "));
    }

    private static String name(DateOrder order) {
        return order.name().toLowerCase(Locale.ROOT);
    }
}
