package etude.datasets.reader;

import etude.datasets.Nearest;
import etude.datasets.Quoted;
import etude.datasets.config.CellText;
import etude.datasets.config.ColumnConfig;
import etude.datasets.config.SourceConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a config says of one column of a table.
 *
 * @param missing what stands there for a value that is not there
 */
record ColumnRule(String name, ColumnConfig config, List<String> missing) {
    /**
     * Those of all columns, in the order of the header.
     *
     * @throws etude.datasets.EtudeException when the config names a column that the table has not
     */
    static List<ColumnRule> of(SourceConfig.Csv table, Optional<String> group, CsvLines lines) {
        List<String> header = lines.header();
        for (String name : table.columns().keySet()) {
            require("dataset.columns", name, header, lines);
        }
        group.ifPresent(name -> require("dataset.group", name, header, lines));
        List<ColumnRule> rules = new ArrayList<>();
        for (String name : header) {
            ColumnConfig config = table.columns().getOrDefault(name, ColumnConfig.UNSAID);
            List<String> missing =
                    config.missing()
                            .or(table::missing)
                            .map(cells -> cells.stream().map(CellText::text).toList())
                            .orElse(MissingTexts.USUAL);
            rules.add(new ColumnRule(name, config, missing));
        }
        return rules;
    }

    private static void require(String key, String name, List<String> header, CsvLines lines) {
        if (!header.contains(name)) {
            throw lines.unfit(
                    "the column %s, which %s names".formatted(Quoted.of(name), key),
                    Nearest.among(List.of(name), header));
        }
    }

    Optional<ColumnConfig.Type> type() {
        return config.type();
    }

    /** What makes a row wrong that has it in this column, which is the target or is not. */
    RefusedCells refused(boolean target) {
        if (config.isIgnored() || config.impute().isPresent()) {
            return RefusedCells.NONE;
        }
        MissingTexts texts = new MissingTexts(missing);
        return target
                ? RefusedCells.of(texts)
                : new RefusedCells(
                        texts,
                        "fill it in, leave the row out, or say in dataset.columns what stands for it ({%s: {impute: indicator}})"
                                .formatted(name));
    }
}
