package etude.datasets.reader;

import etude.datasets.Quoted;
import etude.datasets.RandomStream;
import etude.datasets.cache.PackedCache;
import etude.datasets.cache.RecordSink;
import etude.datasets.encoding.Encoding;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Writes rows as little-endian records: line in the file (int), target (class as int or value as
 * float), hash of the features as they were read (long), then the features as floats: numbers less
 * their column's origin, categories one-hot.
 */
final class CsvPacker {
    static final int TARGET_AT = Integer.BYTES;
    static final int HASH_AT = 2 * Integer.BYTES;
    static final int FEATURES_AT = HASH_AT + Long.BYTES;

    private final CsvLines lines;
    private final CsvSchema schema;
    private final List<CellReader> readers;
    private final List<Encoding.Column> encodings;
    private final float[] features;
    private final NamedProblems problems = new NamedProblems("cells");

    private CsvPacker(CsvLines lines, CsvSchema schema) {
        this.lines = lines;
        this.schema = schema;
        readers =
                schema.columns().stream()
                        .map(column -> new CellReader(column.name(), column.categories()))
                        .toList();
        encodings = schema.columns().stream().map(CsvSchema.Column::encoding).toList();
        features = new float[schema.features()];
    }

    static PackedCache.Packing pack(CsvLines lines, CsvSchema schema, RecordSink sink) {
        CsvPacker packer = new CsvPacker(lines, schema);
        int recordBytes = FEATURES_AT + schema.features() * Float.BYTES;
        ByteBuffer record = ByteBuffer.allocate(recordBytes).order(ByteOrder.LITTLE_ENDIAN);
        lines.forEach(
                (values, line) -> {
                    packer.encode(values, line, record);
                    sink.write(record.array(), 0, recordBytes);
                });
        packer.problems.requireNone();
        return new PackedCache.Packing(recordBytes, schema);
    }

    private void encode(List<String> values, int line, ByteBuffer record) {
        record.clear().putInt(line);
        long hash = 0;
        int at = 0;
        for (int i = 0; i < values.size(); i++) {
            double number = number(i, values.get(i), line);
            if (i == schema.target()) {
                putTarget(number, record);
            } else {
                // Minus zero is zero.
                hash = RandomStream.mix(hash ^ Double.doubleToLongBits(number + 0.0));
                encodings.get(i).write(number, features, at);
                at += encodings.get(i).width();
            }
        }
        record.putLong(HASH_AT, hash).position(FEATURES_AT).asFloatBuffer().put(features);
    }

    private void putTarget(double number, ByteBuffer record) {
        if (schema.regression()) {
            record.putFloat(TARGET_AT, (float) number);
        } else {
            record.putInt(TARGET_AT, (int) number);
        }
    }

    private double number(int column, String value, int line) {
        double number = readers.get(column).read(value);
        if (Double.isFinite(number)) {
            return number;
        }
        problems.add(lines.wrong(line, readers.get(column).expected(), Quoted.of(value)));
        return 0;
    }
}
