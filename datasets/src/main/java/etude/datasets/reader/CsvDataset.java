package etude.datasets.reader;

import etude.datasets.Batch;
import etude.datasets.Dataset;
import etude.datasets.ExampleSpec;
import etude.datasets.Features;
import etude.datasets.Target;
import etude.datasets.cache.CacheKey;
import etude.datasets.cache.FixedRecords;
import etude.datasets.cache.PackedCache;
import etude.datasets.cache.PackedFile;
import etude.datasets.config.SourceConfig;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * A table with a header line, parsed once into the cache. A column whose values are all numbers is
 * one feature, as it stands (the trainer standardises it); any other column has one 0/1 feature per
 * category, in ascending order. Features keep the order of the columns. Class names are in
 * ascending order, of numbers if all are numbers.
 */
public final class CsvDataset implements Dataset {
    private static final String KIND = "table";
    private static final String LAYOUT = "1";

    private final Path path;
    private final CsvSchema schema;
    private final FixedRecords records;
    private final ExampleSpec spec;

    private CsvDataset(Path path, PackedFile file) {
        this.path = path;
        schema = file.metadata(CsvSchema.class);
        records = file.records();
        spec =
                new ExampleSpec(
                        new Features.Vector(schema.features()),
                        schema.classes()
                                .<Target>map(Target.Classes::new)
                                .orElseGet(Target.Value::new));
    }

    /**
     * Opens a table and finds out what its columns hold.
     *
     * @throws etude.datasets.EtudeException when the file is missing, empty or no UTF-8, lacks the
     *     target column, or has a ragged row, a missing value (empty, ?, NA, N/A, null) or a number
     *     that is not finite; the message says {@code path:line}
     */
    public static CsvDataset open(
            Path file,
            String target,
            SourceConfig.Task task,
            Path cacheDirectory,
            Consumer<String> notes) {
        CsvLines lines = new CsvLines(file);
        return new CsvDataset(
                file,
                new PackedCache(cacheDirectory, notes)
                        .open(
                                CacheKey.of(
                                        KIND,
                                        file,
                                        List.of(file),
                                        String.join("\n", LAYOUT, task.name(), target)),
                                sink ->
                                        CsvPacker.pack(
                                                lines,
                                                CsvSchemaReader.read(lines, target, task),
                                                sink)));
    }

    /**
     * Opens a second table, such as a separate test file, as the first was understood.
     *
     * @throws etude.datasets.EtudeException also when its header differs, a numeric column has a
     *     text, or a column has a category that the first file has not
     */
    public static CsvDataset openLike(
            CsvDataset schemaOwner, Path file, Path cacheDirectory, Consumer<String> notes) {
        CsvLines lines = new CsvLines(file);
        CsvSchema schema = schemaOwner.schema;
        return new CsvDataset(
                file,
                new PackedCache(cacheDirectory, notes)
                        .open(
                                CacheKey.of(KIND, file, List.of(file), LAYOUT + "\n" + schema),
                                sink -> {
                                    lines.requireUtf8();
                                    requireHeader(schemaOwner, lines);
                                    return CsvPacker.pack(lines, schema, sink);
                                }));
    }

    private static void requireHeader(CsvDataset owner, CsvLines lines) {
        List<String> expected = owner.schema.header();
        List<String> found = lines.header();
        if (!found.equals(expected)) {
            throw lines.wrong(
                    1,
                    "the columns of %s: %s".formatted(owner.path, String.join(", ", expected)),
                    String.join(", ", found));
        }
    }

    @Override
    public ExampleSpec spec() {
        return spec;
    }

    @Override
    public int size() {
        return Math.toIntExact(records.count());
    }

    @Override
    public void read(int index, Batch batch, int row) {
        ByteBuffer record = record(index);
        if (schema.regression()) {
            batch.values()[row] = record.getFloat(CsvPacker.TARGET_AT);
        } else {
            batch.labels()[row] = record.getInt(CsvPacker.TARGET_AT);
        }
        int features = spec.features().elements();
        record.position(CsvPacker.FEATURES_AT)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(batch.vectors(), row * features, features);
    }

    @Override
    public String name(int index) {
        return path + ":" + record(index).getInt(0);
    }

    private ByteBuffer record(int index) {
        byte[] bytes = new byte[records.recordBytes()];
        records.read(index, 1, bytes, 0);
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public void close() {
        // The garbage collector releases the map: see FixedRecords.
    }
}
