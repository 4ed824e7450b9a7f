package etude.trainer.metrics;

import etude.datasets.CorruptFileException;
import etude.datasets.EtudeException;
import etude.datasets.Reason;
import etude.trainer.files.AtomicFiles;
import etude.trainer.files.WriteFailures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
    private final FileChannel channel;

    private StepsFile(Path path) {
        this.path = path;
        try {
            channel = FileChannel.open(path, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw explain(path, e);
        }
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
        StepsFile file = new StepsFile(path);
        file.truncateTo(Math.min(step, found));
        float[] unknown = new float[Math.toIntExact(Math.max(0, step - found))];
        Arrays.fill(unknown, Float.NaN);
        file.append(found, unknown, unknown);
        return file;
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
        writeAt(offset(firstStep), pairs.flip());
    }

    private void writeAt(long begin, ByteBuffer pairs) {
        try {
            if (pairs.hasRemaining() && channel.size() != begin) {
                throw new IllegalArgumentException(
                        "%s: expected the pairs to go to byte %d, the end of the file, found byte %d"
                                .formatted(path, channel.size(), begin));
            }
            try {
                while (pairs.hasRemaining()) {
                    channel.write(pairs, begin + pairs.position());
                }
            } catch (IOException e) {
                channel.truncate(begin);
                throw e;
            }
        } catch (IOException e) {
            throw explain(path, e);
        }
    }

    private void truncateTo(long step) {
        try {
            channel.truncate(offset(step));
        } catch (IOException e) {
            throw explain(path, e);
        }
    }

    /** Makes all pairs so far durable; to be called before every checkpoint. */
    public void sync() {
        try {
            channel.force(true);
        } catch (IOException e) {
            throw explain(path, e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw explain(path, e);
        }
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

    private static EtudeException explain(Path path, IOException cause) {
        return WriteFailures.explain("step records", path, "earlier steps are intact", cause);
    }
}
