package etude.trainer.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import etude.datasets.CorruptFileException;
import etude.trainer.files.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The JSON header of a safetensors file: name, type, shape and place of each tensor. */
final class SafetensorsHeader {
    /** The reference reader refuses longer headers too. */
    static final int MAX_BYTES = 100_000_000;

    private static final String METADATA = "__metadata__";

    private SafetensorsHeader() {}

    /**
     * One tensor: bytes [begin, end) after the header.
     *
     * @param type the file's word for it
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Entry(String name, String type, long[] shape, long begin, long end) {}

    /** Header text for tensors that lie one after the other, padded so that data start at 8. */
    static byte[] encode(List<TensorView> tensors) {
        Map<String, Object> header = new LinkedHashMap<>();
        header.put(METADATA, Map.of("format", "pt"));
        long begin = 0;
        for (TensorView tensor : tensors) {
            long end = begin + 4L * tensor.size();
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("dtype", "F32");
            entry.put("shape", tensor.shape());
            entry.put("data_offsets", List.of(begin, end));
            if (header.put(tensor.name(), entry) != null) {
                throw new IllegalArgumentException("two tensors are called " + tensor.name());
            }
            begin = end;
        }
        byte[] text = Json.line(header).getBytes(StandardCharsets.UTF_8);
        byte[] padded = Arrays.copyOf(text, (text.length + 7) / 8 * 8);
        Arrays.fill(padded, text.length, padded.length, (byte) ' ');
        return padded;
    }

    /**
     * Checks that the tensors cover the data exactly.
     *
     * @param dataBytes the bytes in the file after the header
     * @param float32Only whether tensors of other types are refused
     * @return the tensors in the order of their data
     */
    static List<Entry> decode(Path path, byte[] header, long dataBytes, boolean float32Only) {
        List<Entry> entries = new ArrayList<>();
        for (Map.Entry<String, JsonNode> member : parse(path, header).properties()) {
            if (!member.getKey().equals(METADATA)) {
                entries.add(entry(path, member.getKey(), member.getValue(), float32Only));
            }
        }
        entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
        long position = 0;
        for (Entry entry : entries) {
            if (entry.begin() != position) {
                throw new CorruptFileException(
                        path,
                        "tensor %s to begin at byte %d".formatted(entry.name(), position),
                        "byte " + entry.begin());
            }
            position = entry.end();
        }
        if (position != dataBytes) {
            throw new CorruptFileException(
                    path, position + " bytes of tensor data", dataBytes + " bytes");
        }
        return entries;
    }

    private static JsonNode parse(Path path, byte[] header) {
        try {
            JsonNode root = Json.parse(header);
            if (root.isObject()) {
                return root;
            }
        } catch (IOException e) {
            throw new CorruptFileException(path, "a JSON header", String.valueOf(e.getMessage()));
        }
        throw new CorruptFileException(path, "a JSON object as header", "another JSON value");
    }

    private static Entry entry(Path path, String name, JsonNode node, boolean float32Only) {
        String type = node.path("dtype").asText();
        if (float32Only && !type.equals(ElementType.F32.name())) {
            throw new CorruptFileException(
                    path, "tensor %s of type F32".formatted(name), "type '%s'".formatted(type));
        }
        long[] shape = naturals(path, name, node.path("shape"));
        long[] offsets = naturals(path, name, node.path("data_offsets"));
        if (offsets.length != 2 || offsets[1] < offsets[0]) {
            throw new CorruptFileException(
                    path,
                    "data_offsets of tensor %s to be [begin, end]".formatted(name),
                    Arrays.toString(offsets));
        }
        Entry entry = new Entry(name, type, shape, offsets[0], offsets[1]);
        ElementType.of(type).ifPresent(floats -> requireSize(path, entry, floats.bytes()));
        return entry;
    }

    private static void requireSize(Path path, Entry entry, int each) {
        String name = entry.name();
        long[] shape = entry.shape();
        long bytes = entry.end() - entry.begin();
        if (!fitsArray(shape)) {
            throw new CorruptFileException(
                    path,
                    "tensor %s with fewer than 2^31 elements".formatted(name),
                    "shape " + Arrays.toString(shape));
        }
        if (bytes != each * elements(shape)) {
            throw new CorruptFileException(
                    path,
                    "%d bytes for tensor %s of shape %s"
                            .formatted(each * elements(shape), name, Arrays.toString(shape)),
                    bytes + " bytes");
        }
    }

    private static boolean fitsArray(long[] shape) {
        try {
            return elements(shape) <= Integer.MAX_VALUE;
        } catch (ArithmeticException e) {
            return false;
        }
    }

    private static long[] naturals(Path path, String name, JsonNode array) {
        long[] values = new long[array.size()];
        for (int i = 0; i < values.length; i++) {
            JsonNode value = array.path(i);
            if (!value.isIntegralNumber() || !value.canConvertToLong() || value.asLong() < 0) {
                throw new CorruptFileException(
                        path, "whole numbers for tensor %s".formatted(name), array.toString());
            }
            values[i] = value.asLong();
        }
        if (!array.isArray()) {
            throw new CorruptFileException(
                    path, "arrays of numbers for tensor %s".formatted(name), array.toString());
        }
        return values;
    }

    /** Product of the shape, an {@link ArithmeticException} where it passes 2^63. */
    static long elements(long[] shape) {
        long product = 1;
        for (long size : shape) {
            product = Math.multiplyExact(product, size);
        }
        return product;
    }

    static void requireElements(String name, long[] shape, int elements) {
        if (elements(shape) != elements) {
            throw new IllegalArgumentException(
                    "%s: shape %s does not hold %d elements"
                            .formatted(name, Arrays.toString(shape), elements));
        }
    }
}
