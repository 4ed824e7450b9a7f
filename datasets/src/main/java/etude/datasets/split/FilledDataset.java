package etude.datasets.split;

import etude.datasets.Batch;
import etude.datasets.Dataset;
import etude.datasets.ExampleSpec;
import etude.datasets.encoding.Encoding;
import etude.datasets.encoding.Encoding.Column.Imputed;
import java.util.ArrayList;
import java.util.List;

/** Rows of a table whose missing values, NaN in their source, have what stands for them. */
final class FilledDataset implements Dataset {
    /** A column with gaps, and where its inputs begin. */
    private record Gap(Imputed column, int at) {}

    private final Dataset source;
    private final List<Gap> gaps = new ArrayList<>();
    private final int features;

    /**
     * @param table as the source was understood, with what stands for missing values
     */
    FilledDataset(Dataset source, Encoding.Table table) {
        this.source = source;
        int at = 0;
        for (Encoding.Column column : table.columns()) {
            if (column instanceof Imputed imputed) {
                gaps.add(new Gap(imputed, at));
            }
            at += column.width();
        }
        features = at;
    }

    @Override
    public ExampleSpec spec() {
        return source.spec();
    }

    @Override
    public int size() {
        return source.size();
    }

    @Override
    public void read(int index, Batch batch, int row) {
        source.read(index, batch, row);
        for (Gap gap : gaps) {
            int at = row * features + gap.at();
            if (Float.isNaN(batch.vectors()[at])) {
                gap.column().write(Double.NaN, batch.vectors(), at);
            }
        }
    }

    @Override
    public void readTarget(int index, Batch batch, int row) {
        source.readTarget(index, batch, row);
    }

    @Override
    public long featureHash(int index, Batch room) {
        return source.featureHash(index, room);
    }

    @Override
    public long group(int index) {
        return source.group(index);
    }

    @Override
    public String name(int index) {
        return source.name(index);
    }

    @Override
    public void close() {
        source.close();
    }
}
