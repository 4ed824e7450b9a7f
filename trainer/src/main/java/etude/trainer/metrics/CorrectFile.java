package etude.trainer.metrics;

import etude.datasets.CorruptFileException;
import etude.datasets.EtudeException;
import etude.datasets.Reason;
import etude.trainer.files.AtomicFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code correct.bin}: which validation examples each evaluation got right. 64 bytes of ASCII
 * header say format version 1, the number of examples n, and what follows: for each evaluation its
 * step (int64 little endian) and (n + 7) / 8 bytes, of which bit k % 8 of byte k / 8, counted from
 * the least significant, is example k. In Python:
 *
 * <pre>
 * n = int(open(path, "rb").read(26)[16:])
 * rows = numpy.fromfile(path, [("step", "&lt;i8"), ("bits", "u1", (n + 7) // 8)], offset=64)
 * numpy.unpackbits(rows["bits"], axis=1, bitorder="little")[:, :n]
 * </pre>
 *
 * <p>A run whose targets are no classes has 0 examples, and no more than the header.
 */
public final class CorrectFile implements AutoCloseable {
    private static final int HEADER_BYTES = 64;
    private static final String HEADER =
            "ETUDE-CORRECT 1 %010d examples, step i64le, bits lsb-first\n";
    private static final Pattern WRITTEN = Pattern.compile(HEADER.replace("%010d", "(\\d{10})"));

    private final int examples;
    private final GrowingFile file;

    private CorrectFile(Path path, int examples) {
        this.examples = examples;
        file = new GrowingFile(path, "correct predictions", "earlier evaluations");
    }

    /**
     * For a run that starts at step 0: empties the file.
     *
     * @param examples how many each evaluation uses
     */
    public static CorrectFile create(Path path, int examples) {
        AtomicFiles.write(path, header(examples));
        return new CorrectFile(path, examples);
    }

    /**
     * For a run that continues from the checkpoint of {@code step}: keeps the evaluations up to it.
     * A run from before there was such a file begins one.
     *
     * @throws CorruptFileException when it is another kind of file, or of another number of
     *     examples
     */
    public static CorrectFile resume(Path path, int examples, long step) {
        if (!Files.exists(path)) {
            return create(path, examples);
        }
        byte[] bytes = bytes(path);
        int written = examples(path, bytes);
        if (written != examples) {
            throw new CorruptFileException(
                    path, examples + " examples in each evaluation", Integer.toString(written));
        }
        ByteBuffer records = records(bytes);
        int end = records.position();
        long before = 0;
        while (records.remaining() >= recordBytes(examples)) {
            long found = records.getLong(records.position());
            if (found <= before || found > step) { // later, or never written whole
                break;
            }
            before = found;
            end = records.position() + recordBytes(examples);
            records.position(end);
        }
        CorrectFile file = new CorrectFile(path, examples);
        file.file.truncate(end);
        return file;
    }

    /**
     * Appends one evaluation.
     *
     * @param correct the examples that were right
     * @throws EtudeException when the disk is full or refuses; earlier evaluations are intact
     */
    public void append(long step, BitSet correct) {
        byte[] bits = Arrays.copyOf(correct.toByteArray(), recordBytes(examples) - Long.BYTES);
        file.append(
                ByteBuffer.allocate(recordBytes(examples))
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(step)
                        .put(bits)
                        .flip());
    }

    /** Makes all evaluations so far durable; to be called before every checkpoint. */
    public void sync() {
        file.sync();
    }

    @Override
    public void close() {
        file.close();
    }

    /**
     * All whole evaluations, also of a run in progress; none where the file does not exist.
     *
     * @throws CorruptFileException when it is another kind of file
     */
    public static CorrectSeries read(Path path) {
        if (!Files.exists(path)) {
            return CorrectSeries.none();
        }
        byte[] content = bytes(path);
        int examples = examples(path, content);
        ByteBuffer records = records(content);
        SortedMap<Long, BitSet> evaluations = new TreeMap<>();
        byte[] bits = new byte[recordBytes(examples) - Long.BYTES];
        while (examples > 0 && records.remaining() >= recordBytes(examples)) {
            long step = records.getLong();
            records.get(bits);
            evaluations.put(step, BitSet.valueOf(bits));
        }
        return new CorrectSeries(examples, evaluations);
    }

    /** The file's content, positioned behind its header. */
    private static ByteBuffer records(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).position(HEADER_BYTES);
    }

    private static byte[] bytes(Path path) {
        try {
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new EtudeException("cannot read %s (%s)".formatted(path, Reason.of(path, e)), e);
        }
    }

    private static int examples(Path path, byte[] bytes) {
        String header = new String(Arrays.copyOf(bytes, HEADER_BYTES), StandardCharsets.ISO_8859_1);
        Matcher matcher = WRITTEN.matcher(header);
        if (!matcher.matches()) {
            throw new CorruptFileException(
                    path,
                    "header '%s'".formatted(HEADER.replace("%010d", "N").strip()),
                    "'%s'".formatted(header.strip()));
        }
        return Integer.parseInt(matcher.group(1));
    }

    private static byte[] header(int examples) {
        return String.format(Locale.ROOT, HEADER, examples).getBytes(StandardCharsets.US_ASCII);
    }

    private static int recordBytes(int examples) {
        return Long.BYTES + (examples + Byte.SIZE - 1) / Byte.SIZE;
    }
}
