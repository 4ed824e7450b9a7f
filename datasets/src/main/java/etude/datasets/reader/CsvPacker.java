package etude.datasets.reader;

import etude.datasets.Quoted;
import etude.datasets.RandomStream;
import etude.datasets.cache.PackedCache;
import etude.datasets.cache.RecordSink;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
    private final List<Map<Object, Integer>> categories = new ArrayList<>();
    private final List<Boolean> numbered = new ArrayList<>();
    private final NamedProblems problems = new NamedProblems("cells");

    private CsvPacker(CsvLines lines, CsvSchema schema) {
        this.lines = lines;
        this.schema = schema;
        for (CsvSchema.Column column : schema.columns()) {
            boolean numbers = column.categories().stream().allMatch(CsvCell::isNumber);
            Map<Object, Integer> index = new HashMap<>();
            column.categories().forEach(name -> index.put(key(name, numbers), index.size()));
            categories.add(index);
            numbered.add(numbers);
        }
    }

    /** Of classes that are numbers, 1 and 1.0 are one. */
    private static Object key(String category, boolean numbers) {
        return numbers && CsvCell.isNumber(category) && CsvCell.isFinite(category)
                ? new BigDecimal(category).stripTrailingZeros()
                : category;
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
        record.clear().putInt(line).position(FEATURES_AT);
        long hash = 0;
        for (int i = 0; i < values.size(); i++) {
            CsvSchema.Column column = schema.columns().get(i);
            double number =
                    column.numeric()
                            ? number(i, values.get(i), line)
                            : category(i, values.get(i), line);
            if (i == schema.target()) {
                putTarget(column, number, record);
            } else {
                // Minus zero is zero.
                hash = RandomStream.mix(hash ^ Double.doubleToLongBits(number + 0.0));
                putFeature(column, number, record);
            }
        }
        record.putLong(HASH_AT, hash);
    }

    private static void putTarget(CsvSchema.Column column, double number, ByteBuffer record) {
        if (column.numeric()) {
            record.putFloat(TARGET_AT, (float) number);
        } else {
            record.putInt(TARGET_AT, (int) number);
        }
    }

    private static void putFeature(CsvSchema.Column column, double number, ByteBuffer record) {
        if (column.numeric()) {
            record.putFloat((float) (number - column.origin()));
            return;
        }
        for (int i = 0; i < column.width(); i++) {
            record.putFloat(i == (int) number ? 1 : 0);
        }
    }

    private double number(int column, String value, int line) {
        double number = CsvCell.value(value);
        if (Double.isFinite(number)) {
            return number;
        }
        problems.add(
                lines.wrong(
                        line,
                        "a finite number for " + Quoted.of(schema.columns().get(column).name()),
                        Quoted.of(value)));
        return 0;
    }

    private int category(int column, String value, int line) {
        Integer number = categories.get(column).get(key(value, numbered.get(column)));
        if (number != null) {
            return number;
        }
        problems.add(
                lines.wrong(
                        line,
                        "a value of %s that the training file has"
                                .formatted(Quoted.of(schema.columns().get(column).name())),
                        Quoted.of(value)));
        return 0;
    }
}
