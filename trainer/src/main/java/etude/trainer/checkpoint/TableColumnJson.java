package etude.trainer.checkpoint;

import etude.datasets.config.ColumnConfig.DateOrder;
import etude.datasets.config.ColumnConfig.Impute;
import etude.datasets.encoding.Encoding.Column;
import etude.datasets.split.FeatureStatistics;
import etude.trainer.files.Json;
import etude.trainer.files.JsonObject;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A column of a table in {@code preprocessing.json}: of numbers {@code origin}, of dates also
 * {@code date_order}, with the statistics of their inputs, or the {@code categories}; and, where
 * values may be missing, the texts that are ({@code missing}), {@code impute}, and the value that
 * stands for them ({@code fill}, in the file's unit, of dates in days since the beginning of 1970).
 */
final class TableColumnJson {
    private static final String MEAN = "mean";
    private static final String DEVIATION = "deviation";

    private TableColumnJson() {}

    /**
     * The members of a column.
     *
     * @param feature its first input among those of the table
     */
    static Map<String, Object> encode(Column column, FeatureStatistics statistics, int feature) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("name", column.name());
        put(members, column, statistics, feature);
        return members;
    }

    private static void put(
            Map<String, Object> members, Column column, FeatureStatistics statistics, int feature) {
        if (column instanceof Column.Numbers numbers) {
            members.put("origin", numbers.origin());
            members.put(MEAN, statistics.mean()[feature]);
            members.put(DEVIATION, statistics.deviation()[feature]);
        } else if (column instanceof Column.Categories categories) {
            members.put("categories", categories.categories());
        } else if (column instanceof Column.Dates dates) {
            int end = feature + dates.width();
            members.put("date_order", name(dates.order()));
            members.put("origin", dates.origin());
            members.put(MEAN, Arrays.copyOfRange(statistics.mean(), feature, end));
            members.put(DEVIATION, Arrays.copyOfRange(statistics.deviation(), feature, end));
        } else if (column instanceof Column.Imputed imputed) {
            put(members, imputed.column(), statistics, feature);
            members.put("missing", imputed.missing());
            members.put("impute", name(imputed.impute()));
            if (!Double.isNaN(imputed.fill())) {
                members.put("fill", imputed.fill());
            }
        }
    }

    /**
     * The column that members tell of.
     *
     * @param means gets those of its inputs
     * @param deviations likewise
     */
    static Column decode(JsonObject members, List<Float> means, List<Float> deviations)
            throws IOException {
        Column present = present(members, means, deviations);
        if (!members.has("impute")) {
            return present;
        }
        Column.Imputed imputed =
                new Column.Imputed(
                        present,
                        members.texts("missing"),
                        constant(Impute.class, members.text("impute")),
                        members.has("fill") ? members.number("fill") : Double.NaN);
        if (imputed.hasIndicator()) {
            means.add(0f);
            deviations.add(1f);
        }
        return imputed;
    }

    private static Column present(JsonObject members, List<Float> means, List<Float> deviations)
            throws IOException {
        String name = members.text("name");
        if (members.has("date_order")) {
            for (float mean : Json.value(members.list(MEAN), float[].class)) {
                means.add(mean);
            }
            for (float deviation : Json.value(members.list(DEVIATION), float[].class)) {
                deviations.add(deviation);
            }
            return new Column.Dates(
                    name,
                    members.number("origin"),
                    constant(DateOrder.class, members.text("date_order")));
        }
        if (members.has("origin")) {
            means.add((float) members.number(MEAN));
            deviations.add((float) members.number(DEVIATION));
            return new Column.Numbers(name, members.number("origin"));
        }
        List<String> categories = members.texts("categories");
        for (int i = 0; i < categories.size(); i++) {
            means.add(0f);
            deviations.add(1f);
        }
        return new Column.Categories(name, categories);
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static <T extends Enum<T>> T constant(Class<T> type, String name) throws IOException {
        for (T constant : type.getEnumConstants()) {
            if (name(constant).equals(name)) {
                return constant;
            }
        }
        throw new IOException("an unknown value: " + name);
    }
}
