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

/**
 * {@code steps.bin}: 32 bytes of ASCII header that say format version 1, 2 floats a step (loss,
 * norm) and float32 little endian, then those pairs. In Python: {@code numpy.fromfile(path, "<f4",
 * offset=32).reshape(-1, 2)}.
 */
public final class StepsFile implements AutoCloseable {
    private static final String HEADER = "ETUDE-STEPS 1 2 loss,norm f32le\n";
    private static final int PAIR_BYTES = 2 * Float.BYTES;

    private final Path path;
    private final GrowingFile file;

    private StepsFile(Path path) {
        this.path = path;
        file = new GrowingFile(path, "step records", "earlier steps");
    }

    /** For a run that starts at step 0: empties the file. */
    public static StepsFile create(Path path) {
        AtomicFiles.write(path, header());
        return new StepsFile(path);
    }

    /**
     * For a run that continues from the checkpoint of {@code step}: keeps the first {@code step}
     * pairs. Pairs that are missing, because somebody removed the file, become NaN.
     *
     * @throws CorruptFileException when it is another kind of file
     */
    public static StepsFile resume(Path path, long step) {
        if (!Files.exists(path)) {
            AtomicFiles.write(path, header());
        }
        int found = read(path).size();
        StepsFile steps = new StepsFile(path);
        steps.file.truncate(offset(Math.min(step, found)));
        float[] unknown = new float[Math.toIntExact(Math.max(0, step - found))];
        Arrays.fill(unknown, Float.NaN);
        steps.append(found, unknown, unknown);
        return steps;
    }

    /**
     * Writes the pairs of steps {@code firstStep}, {@code firstStep + 1}, ...; {@code firstStep}
     * must follow the last step written.
     *
     * @throws EtudeException when the disk is full or refuses; earlier steps are intact
     */
    public void append(long firstStep, float[] losses, float[] norms) {
        StepSeries series = new StepSeries(losses, norms);
        ByteBuffer pairs =
                ByteBuffer.allocate(Math.multiplyExact(series.size(), PAIR_BYTES))
                        .order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < series.size(); i++) {
            pairs.putFloat(losses[i]).putFloat(norms[i]);
        }
        long begin = offset(firstStep);
        if (series.size() > 0 && file.size() != begin) {
            throw new IllegalArgumentException(
                    "%s: expected the pairs to go to byte %d, the end of the file, found byte %d"
                            .formatted(path, file.size(), begin));
        }
        file.append(pairs.flip());
    }

    /** Makes all pairs so far durable; to be called before every checkpoint. */
    public void sync() {
        file.sync();
    }

    @Override
    public void close() {
        file.close();
    }

    /**
     * All whole pairs, also of a run in progress.
     *
     * @throws CorruptFileException when it is another kind of file
     */
    public static StepSeries read(Path path) {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(path);
        } catch (IOException e) {
            throw new EtudeException("cannot read %s (%s)".formatted(path, Reason.of(path, e)), e);
        }
        byte[] header = Arrays.copyOf(bytes, header().length);
        if (!Arrays.equals(header, header())) {
            throw new CorruptFileException(
                    path,
                    "header '%s'".formatted(HEADER.strip()),
                    "'%s'".formatted(new String(header, StandardCharsets.ISO_8859_1).strip()));
        }
        ByteBuffer pairs = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        pairs.position(header.length);
        int steps = pairs.remaining() / PAIR_BYTES;
        float[] losses = new float[steps];
        float[] norms = new float[steps];
        for (int i = 0; i < steps; i++) {
            losses[i] = pairs.getFloat();
            norms[i] = pairs.getFloat();
        }
        return new StepSeries(losses, norms);
    }

    private static byte[] header() {
        return HEADER.getBytes(StandardCharsets.US_ASCII);
    }

    private static long offset(long step) {
        return header().length + step * PAIR_BYTES;
    }
}
