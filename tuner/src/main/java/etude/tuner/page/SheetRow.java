package etude.tuner.page;

import java.util.List;

/**
 * A row of a sheet.
 *
 * @param key what it stands for, as in {@link etude.tuner.chart.Point#key}: the row and those
 *     points are selected together; empty for rows that cannot be selected
 * @param cells the first one names the row
 */
public record SheetRow(String key, List<Cell> cells) {
    public SheetRow {
        cells = List.copyOf(cells);
    }
}
