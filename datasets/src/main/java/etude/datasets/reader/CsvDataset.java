package etude.datasets.reader;

import etude.datasets.Batch;
import etude.datasets.Dataset;
import etude.datasets.ExampleSpec;
import etude.datasets.Features;
import etude.datasets.Quoted;
import etude.datasets.TableColumn;
import etude.datasets.Target;
import etude.datasets.cache.CacheKey;
import etude.datasets.cache.FixedRecords;
import etude.datasets.cache.PackedCache;
import etude.datasets.cache.PackedFile;
import etude.datasets.cache.RecordSink;
import etude.datasets.config.SourceConfig;
import etude.datasets.encoding.Encoding;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A table with a header line, parsed once into the cache. A column whose values are all numbers is
 * one feature: the number, read as a double, less the mean of its column (which floats lie around),
 * rounded to a float; the trainer standardises it. Any other column has one 0/1 feature per
 * category, in ascending order; one that is nearly all numbers is refused. What the config says of
 * a column goes before. Features keep the order of the columns. Class names are in ascending order,
 * of numbers if all are numbers.
 */
public final class CsvDataset implements Dataset {
    private static final String KIND = "table";

    /** Of the records: 1 had no hash and no origin, 2 no dates, gaps and groups, 3 no labels. */
    private static final String LAYOUT = "4";

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
                        schema.labels().isEmpty()
                                ? schema.classes()
                                        .<Target>map(Target.Classes::new)
                                        .orElseGet(Target.Value::new)
                                : new Target.Labels(schema.labels()));
    }

    /**
     * Opens a table and finds out what its columns hold.
     *
     * @param group the column by whose values rows belong together, where one does
     * @throws etude.datasets.EtudeException when the file is missing, empty or no UTF-8, lacks the
     *     target column, or has a ragged row, a missing value of which nothing is said, another
     *     value than numbers in a column of nearly all numbers, a number that is not finite, or too
     *     many categories; the message says {@code path:line}
     */
    public static CsvDataset open(
            Path file,
            SourceConfig.Csv config,
            Optional<String> group,
            Path cacheDirectory,
            Consumer<String> notes) {
        return new CsvDataset(
                file,
                new PackedCache(cacheDirectory, notes)
                        .open(
                                CacheKey.of(KIND, file, List.of(file), settings(config, group)),
                                sink -> {
                                    CsvLines lines =
                                            CsvLines.open(
                                                    file,
                                                    names -> names.containsAll(config.targets()));
                                    CsvSchema schema = CsvSchemaReader.read(lines, config, group);
                                    return CsvPacker.pack(lines, schema, sink);
                                }));
    }

    private static String settings(SourceConfig.Csv config, Optional<String> group) {
        return String.join(
                "\n",
                LAYOUT,
                config.task().name(),
                config.target(),
                config.labels().toString(),
                config.separator().toString(),
                config.missing().toString(),
                config.columns().toString(),
                group.toString());
    }

    /**
     * Opens a table as one that is not at hand was understood. Columns are found by their names, in
     * any order; others are passed over.
     *
     * @throws etude.datasets.EtudeException as {@link #openLike}
     */
    public static CsvDataset openAs(
            Encoding.Table table,
            Target target,
            Path file,
            Path cacheDirectory,
            Consumer<String> notes) {
        CsvSchema schema = CsvSchema.of(table, target);
        String understood = String.join("\n", LAYOUT, "as", schema.toString());
        return new CsvDataset(
                file,
                new PackedCache(cacheDirectory, notes)
                        .open(
                                CacheKey.of(KIND, file, List.of(file), understood),
                                sink -> CsvPacker.pack(named(schema, file), schema, sink)));
    }

    private static CsvLines named(CsvSchema schema, Path file) {
        CsvLines lines = CsvLines.open(file, header -> header.containsAll(schema.header()));
        List<String> found = lines.header();
        if (!found.containsAll(schema.header())) {
            throw lines.wrong(
                    1,
                    "the columns that the model was trained on: " + Quoted.list(schema.header()),
                    Quoted.list(found));
        }
        return lines;
    }

    /**
     * Opens a second table, such as a separate test file, as the first was understood.
     *
     * @throws etude.datasets.EtudeException also when its header differs (but for columns that are
     *     not read), a numeric column has a text, or a column has a category that the first file
     *     has not
     */
    public static CsvDataset openLike(
            CsvDataset schemaOwner, Path file, Path cacheDirectory, Consumer<String> notes) {
        CsvSchema schema = schemaOwner.schema;
        return new CsvDataset(
                file,
                new PackedCache(cacheDirectory, notes)
                        .open(
                                CacheKey.of(
                                        KIND,
                                        file,
                                        List.of(file, schemaOwner.path),
                                        String.join(
                                                "\n",
                                                LAYOUT,
                                                "like " + schemaOwner.path.toAbsolutePath(),
                                                schema.toString())),
                                sink -> packLike(schema, schemaOwner.path, file, sink)));
    }

    private static PackedCache.Packing packLike(
            CsvSchema schema, Path owner, Path file, RecordSink sink) {
        CsvLines lines = CsvLines.open(file, header -> isLike(schema, header));
        if (!isLike(schema, lines.header())) {
            throw lines.wrong(
                    1,
                    "the columns of %s: %s".formatted(owner, Quoted.list(schema.header())),
                    Quoted.list(lines.header()));
        }
        return CsvPacker.pack(lines, schema, sink);
    }

    private static boolean isLike(CsvSchema schema, List<String> header) {
        List<String> read = new ArrayList<>(header);
        read.removeAll(schema.ignored());
        return read.equals(schema.header());
    }

    /** What a model that is trained on the table must know of its columns. */
    public Encoding.Table encoding() {
        return schema.encoding();
    }

    /** What the columns were taken for, in the order of the file. */
    public List<TableColumn> columns() {
        return schema.described();
    }

    /** Sentences for the user on the table as a whole. */
    public List<String> remarks() {
        return schema.remarks();
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
        putTarget(record, batch, row);
        int features = spec.features().elements();
        record.position(CsvPacker.featuresAt(schema))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(batch.vectors(), row * features, features);
    }

    @Override
    public void readTarget(int index, Batch batch, int row) {
        putTarget(record(index), batch, row);
    }

    private void putTarget(ByteBuffer record, Batch batch, int row) {
        int labels = schema.labels().size();
        if (labels > 0) {
            record.duplicate()
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .position(CsvPacker.labelsAt(schema))
                    .slice()
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(batch.values(), row * labels, labels);
        } else if (schema.regression()) {
            batch.values()[row] = record.getFloat(CsvPacker.TARGET_AT);
        } else {
            batch.labels()[row] = record.getInt(CsvPacker.TARGET_AT);
        }
    }

    @Override
    public long featureHash(int index, Batch room) {
        read(index, room, 0);
        return record(index).getLong(CsvPacker.HASH_AT);
    }

    @Override
    public long group(int index) {
        return schema.group() < 0
                ? Dataset.super.group(index)
                : record(index).getLong(CsvPacker.GROUP_AT);
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
