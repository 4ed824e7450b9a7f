package etude.datasets.split;

import etude.datasets.Batch;
import etude.datasets.Dataset;
import etude.datasets.EtudeException;
import etude.datasets.Quoted;
import etude.datasets.config.ColumnConfig.Impute;
import etude.datasets.encoding.Encoding;
import etude.datasets.encoding.Encoding.Column.Imputed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What stands for the missing values of a table: mean or median of the values that are not missing,
 * of the training split alone, in float64. Rows are read in parallel and added in their order, so
 * that it is the same on every machine.
 *
 * @param table with all of it
 */
public record Imputation(Encoding.Table table) {
    /** Rows that are read in one go. */
    private static final int CHUNK = 1024;

    /**
     * Learns what a table lacks.
     *
     * @throws EtudeException when a column has no value in the training split
     */
    public static Imputation of(Encoding.Table table, Dataset training) {
        List<Encoding.Column> columns = new ArrayList<>();
        int at = 0;
        for (Encoding.Column column : table.columns()) {
            columns.add(
                    column instanceof Imputed imputed && !imputed.isComplete()
                            ? imputed.filled(statistic(imputed, values(training, at)))
                            : column);
            at += column.width();
        }
        return new Imputation(
                new Encoding.Table(
                        columns, table.target(), table.targetPosition(), table.separator()));
    }

    /** A split of the table, with nothing missing; closing it closes the split. */
    public Dataset filled(Dataset split) {
        return new FilledDataset(split, table);
    }

    /** The values of one input that are not missing, in the order of the rows. */
    private static float[] values(Dataset training, int input) {
        int size = training.size();
        float[] all = new float[size];
        IntStream.range(0, (size + CHUNK - 1) / CHUNK)
                .parallel()
                .forEach(
                        chunk -> {
                            Batch room = new Batch(training.spec(), 1);
                            int end = Math.min(size, (chunk + 1) * CHUNK);
                            for (int index = chunk * CHUNK; index < end; index++) {
                                training.read(index, room, 0);
                                all[index] = room.vectors()[input];
                            }
                        });
        int count = 0;
        for (float value : all) {
            if (!Float.isNaN(value)) {
                all[count++] = value;
            }
        }
        return Arrays.copyOf(all, count);
    }

    private static double statistic(Imputed column, float[] values) {
        if (values.length == 0) {
            throw new EtudeException(
                    "dataset.columns: expected values of %s in the training split, whose %s stands for missing ones, found none; set {%s: {type: ignore}}"
                            .formatted(
                                    Quoted.of(column.name()),
                                    column.impute() == Impute.MEDIAN ? "median" : "mean",
                                    column.name()));
        }
        return column.impute() == Impute.MEDIAN ? median(values) : mean(values);
    }

    /** By the method of Welford (1962). */
    private static double mean(float[] values) {
        double mean = 0;
        for (int i = 0; i < values.length; i++) {
            mean += (values[i] - mean) / (i + 1);
        }
        return mean;
    }

    /** The middle one, or halfway between both. */
    private static double median(float[] values) {
        Arrays.sort(values);
        int middle = values.length / 2;
        return values.length % 2 == 1
                ? values[middle]
                : ((double) values[middle - 1] + values[middle]) / 2;
    }
}
