package etude.datasets.reader;

import etude.datasets.Quoted;
import etude.datasets.RandomStream;
import etude.datasets.cache.PackedCache;
import etude.datasets.cache.RecordSink;
import etude.datasets.encoding.Encoding;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Writes rows as little-endian records: line in the file (int), target (class as int or value as
 * float), hash of the features as they were read (long), group (long, where the rows have one),
 * then the features and the labels as floats: numbers less their column's origin, categories
 * one-hot, days and places of dates; NaN where only the training split says what stands for a
 * missing value.
 */
final class CsvPacker {
    static final int TARGET_AT = Integer.BYTES;
    static final int HASH_AT = 2 * Integer.BYTES;
    static final int GROUP_AT = HASH_AT + Long.BYTES;

    private final CsvLines lines;
    private final CsvSchema schema;
    private final List<CellReader> readers = new ArrayList<>();
    private final List<Encoding.Column> encodings = new ArrayList<>();

    /** Where each column that is read stands in the file. */
    private final int[] places;

    private final int target;
    private final int group;
    private final float[] features;
    private final float[] labels;
    private final Optional<LabelCells> labelCells;
    private final NamedProblems problems = new NamedProblems("cells");

    private CsvPacker(CsvLines lines, CsvSchema schema) {
        this.lines = lines;
        this.schema = schema;
        List<String> header = lines.header();
        List<CsvSchema.Column> read =
                schema.columns().stream().filter(CsvSchema.Column::isFeature).toList();
        read.forEach(column -> encodings.add(column.encoding()));
        encodings.forEach(encoding -> readers.add(CellReader.of(encoding)));
        places = read.stream().mapToInt(column -> header.indexOf(column.name())).toArray();
        target = read.indexOf(schema.columns().get(schema.target()));
        group = schema.group() < 0 ? -1 : header.indexOf(schema.groupName());
        features = new float[schema.features()];
        labels = new float[schema.labels().size()];
        labelCells = labels.length == 0 ? Optional.empty() : Optional.of(labelCells());
    }

    private LabelCells labelCells() {
        List<String> header = lines.header();
        if (schema.separator().isEmpty()) {
            return new LabelCells.Columns(
                    lines,
                    schema.labels(),
                    schema.labels().stream().mapToInt(header::indexOf).toArray());
        }
        String column = schema.columns().get(schema.target()).name();
        return new LabelCells.Joined(
                lines, column, header.indexOf(column), schema.separator(), schema.labels());
    }

    /** Where the labels of a record stand. */
    static int labelsAt(CsvSchema schema) {
        return featuresAt(schema) + schema.features() * Float.BYTES;
    }

    static int featuresAt(CsvSchema schema) {
        return schema.group() < 0 ? GROUP_AT : GROUP_AT + Long.BYTES;
    }

    static PackedCache.Packing pack(CsvLines lines, CsvSchema schema, RecordSink sink) {
        CsvPacker packer = new CsvPacker(lines, schema);
        int recordBytes = labelsAt(schema) + schema.labels().size() * Float.BYTES;
        ByteBuffer record = ByteBuffer.allocate(recordBytes).order(ByteOrder.LITTLE_ENDIAN);
        lines.forEach(
                refused(lines.header(), schema),
                row -> {
                    packer.encode(row, record);
                    sink.write(record.array(), 0, recordBytes);
                });
        packer.problems.requireNone();
        return new PackedCache.Packing(recordBytes, schema);
    }

    /** Nothing may be missing but where the schema says what stands for it. */
    private static List<RefusedCells> refused(List<String> header, CsvSchema schema) {
        List<RefusedCells> refused =
                new ArrayList<>(Collections.nCopies(header.size(), RefusedCells.NONE));
        for (CsvSchema.Column column : schema.columns()) {
            if (!column.ignored() && column.gaps().isEmpty()) {
                refused.set(
                        header.indexOf(column.name()),
                        RefusedCells.of(new MissingTexts(column.missing())));
            }
        }
        return refused;
    }

    private void encode(CsvRow row, ByteBuffer record) {
        record.clear().putInt(row.line());
        long hash = 0;
        int at = 0;
        for (int i = 0; i < places.length; i++) {
            double number = number(i, row);
            if (i == target) {
                putTarget(number, record);
            } else {
                // Minus zero is zero.
                hash = RandomStream.mix(hash ^ Double.doubleToLongBits(number + 0.0));
                encodings.get(i).write(number, features, at);
                at += encodings.get(i).width();
            }
        }
        labelCells.flatMap(cells -> cells.read(row, labels)).ifPresent(problems::add);
        record.putLong(HASH_AT, hash);
        if (schema.group() >= 0) {
            record.putLong(GROUP_AT, group < 0 ? 0 : row.longHash(group));
        }
        record.position(featuresAt(schema)).asFloatBuffer().put(features).put(labels);
    }

    private void putTarget(double number, ByteBuffer record) {
        if (schema.regression()) {
            record.putFloat(TARGET_AT, (float) number);
        } else {
            record.putInt(TARGET_AT, (int) number);
        }
    }

    private double number(int column, CsvRow row) {
        CellReader reader = readers.get(column);
        int place = places[column];
        if (reader.isMissing(row, place)) {
            return Double.NaN;
        }
        double number = reader.read(row, place);
        if (Double.isFinite(number)) {
            return number;
        }
        problems.add(lines.wrong(row.line(), reader.expected(), Quoted.of(row.text(place))));
        return 0;
    }
}
