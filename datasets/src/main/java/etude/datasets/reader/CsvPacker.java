package etude.datasets.reader;

import etude.datasets.cache.PackedCache;
import etude.datasets.cache.RecordSink;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes rows as records of little-endian 32-bit words: line in the file, target (class as int or
 * value as float), then the features as floats, categories one-hot.
 */
final class CsvPacker {
    static final int TARGET_AT = Integer.BYTES;
    static final int FEATURES_AT = 2 * Integer.BYTES;

    private final CsvLines lines;
    private final CsvSchema schema;
    private final List<Map<String, Integer>> categories = new ArrayList<>();

    private CsvPacker(CsvLines lines, CsvSchema schema) {
        this.lines = lines;
        this.schema = schema;
        for (CsvSchema.Column column : schema.columns()) {
            Map<String, Integer> numbers = new HashMap<>();
            column.categories().forEach(name -> numbers.put(name, numbers.size()));
            categories.add(numbers);
        }
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
        return new PackedCache.Packing(recordBytes, schema);
    }

    private void encode(List<String> values, int line, ByteBuffer record) {
        record.clear().putInt(line).position(FEATURES_AT);
        for (int i = 0; i < values.size(); i++) {
            boolean numeric = schema.columns().get(i).numeric();
            if (i != schema.target()) {
                if (numeric) {
                    record.putFloat(number(i, values.get(i), line));
                } else {
                    putOneHot(i, category(i, values.get(i), line), record);
                }
            } else if (numeric) {
                record.putFloat(TARGET_AT, number(i, values.get(i), line));
            } else {
                record.putInt(TARGET_AT, category(i, values.get(i), line));
            }
        }
    }

    private void putOneHot(int column, int category, ByteBuffer record) {
        for (int i = 0; i < schema.columns().get(column).width(); i++) {
            record.putFloat(i == category ? 1 : 0);
        }
    }

    private float number(int column, String value, int line) {
        if (!CsvNumbers.isNumber(value) || !CsvNumbers.isFinite(value)) {
            throw lines.wrong(
                    line,
                    "a finite number for '" + schema.columns().get(column).name() + "'",
                    "'" + value + "'");
        }
        return Float.parseFloat(value);
    }

    private int category(int column, String value, int line) {
        Integer number = categories.get(column).get(value);
        if (number == null) {
            throw lines.wrong(
                    line,
                    "a value of '%s' that the training file has"
                            .formatted(schema.columns().get(column).name()),
                    "'" + value + "'");
        }
        return number;
    }
}
