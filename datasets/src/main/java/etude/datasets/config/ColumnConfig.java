package etude.datasets.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What one column of a table is, where that is not to be told from its values. */
public record ColumnConfig(
        @Setting(
                        value =
                                "number; category (a 0/1 input for each); date (days and the place in year and week); ignore, which is not read; null: a number if all values are, else a category.",
                        defaultsTo = "null")
                Optional<Type> type,
        @Setting(
                        value =
                                "What this column writes for a value that is not there; null for what dataset.missing says.",
                        defaultsTo = "null")
                Optional<List<CellText>> missing,
        @Setting(
                        value =
                                "What stands for missing values: mean or median of the training split; constant, which is fill_value; indicator, which is the mean and a further 0/1 input that tells missing ones, of categories a category of its own; null: a missing value is refused.",
                        defaultsTo = "null")
                Optional<Impute> impute,
        @Setting(
                        value = "Of impute: constant: a number, a date or one of the categories.",
                        defaultsTo = "null")
                Optional<CellText> fillValue,
        @Setting(
                        value =
                                "Of dates such as 03/04/2024: year_first, day_first or month_first; null where the dates tell.",
                        defaultsTo = "null")
                Optional<DateOrder> dateOrder) {
    /** What the values of a column are. */
    public enum Type {
        NUMBER,
        CATEGORY,
        DATE,
        IGNORE
    }

    /** What stands for a missing value. */
    public enum Impute {
        /** The mean of the training split. */
        MEAN,
        /** The median of the training split. */
        MEDIAN,
        /** A value that the config names. */
        CONSTANT,
        /** The mean, and a further input that is 1 where the value is missing. */
        INDICATOR
    }

    /** In which order a date is written. */
    public enum DateOrder {
        YEAR_FIRST,
        DAY_FIRST,
        MONTH_FIRST
    }

    /** A column of which nothing is said. */
    public static final ColumnConfig UNSAID =
            new ColumnConfig(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());

    public ColumnConfig {
        missing = missing.map(List::copyOf);
        boolean isConstant = impute.equals(Optional.of(Impute.CONSTANT));
        if (isConstant != fillValue.isPresent()) {
            throw new IllegalArgumentException(
                    isConstant
                            ? "impute: constant needs a fill_value beside it; set that, or another impute"
                            : "fill_value: expected impute: constant beside it, found %s; set that, or remove fill_value"
                                    .formatted(word("impute: ", impute)));
        }
        boolean isStatistic =
                impute.equals(Optional.of(Impute.MEAN))
                        || impute.equals(Optional.of(Impute.MEDIAN));
        if (isStatistic && type.equals(Optional.of(Type.CATEGORY))) {
            throw new IllegalArgumentException(
                    "impute: expected constant or indicator, as categories have no mean or median");
        }
        if (dateOrder.isPresent() && !type.equals(Optional.of(Type.DATE))) {
            throw new IllegalArgumentException(
                    "date_order: expected type: date beside it, found %s; set that, or remove date_order"
                            .formatted(word("type: ", type)));
        }
    }

    private static String word(String key, Optional<? extends Enum<?>> value) {
        return value.map(one -> key + one.name().toLowerCase(Locale.ROOT)).orElse("none");
    }

    /** Whether the column is not read. */
    public boolean isIgnored() {
        return type.equals(Optional.of(Type.IGNORE));
    }
}
