package etude.trainer.metrics;

import etude.datasets.EtudeException;
import etude.trainer.files.WriteFailures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Map;

/**
 * Writes scalars for TensorBoard, in one event file an attempt: {@code
 * events.out.tfevents.SECONDS.HOST.N}. Values are float32 there; {@code metrics.jsonl} is the exact
 * record.
 */
public final class TensorBoardWriter implements AutoCloseable {
    private final Path path;
    private final FileChannel channel;

    private TensorBoardWriter(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Starts a new file.
     *
     * @param firstStep 0, or the step that a resumed attempt continues from: TensorBoard then drops
     *     the later steps of earlier attempts, since they are done again
     * @throws EtudeException when the disk is full or refuses
     */
    public static TensorBoardWriter open(Path directory, String host, long firstStep) {
        double now = wallSeconds();
        String name = "events.out.tfevents." + (long) now + "." + host + ".";
        int number = 0; // above 0 for another attempt in the same second
        while (Files.exists(directory.resolve(name + number))) {
            number++;
        }
        Path path = directory.resolve(name + number);
        try {
            Files.createDirectories(directory);
            FileChannel channel =
                    FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            TensorBoardWriter writer = new TensorBoardWriter(path, channel);
            writer.begin(now, firstStep);
            return writer;
        } catch (IOException e) {
            throw explain(path, e);
        }
    }

    private void begin(double now, long firstStep) {
        append(EventRecords.version(now));
        if (firstStep > 0) {
            append(EventRecords.restart(now, firstStep + 1));
        }
    }

    /**
     * Appends the scalars of one step; each metric's name is its tag.
     *
     * @throws EtudeException when the disk is full or refuses; earlier events are intact
     */
    public void write(long step, Map<String, Double> metrics) {
        append(EventRecords.scalars(wallSeconds(), step, metrics));
    }

    private void append(byte[] content) {
        try {
            long end = channel.position();
            ByteBuffer bytes = ByteBuffer.wrap(content);
            try {
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            } catch (IOException e) {
                channel.truncate(end);
                throw e;
            }
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

    private static double wallSeconds() {
        return Instant.now().toEpochMilli() / 1e3;
    }

    private static EtudeException explain(Path path, IOException cause) {
        return WriteFailures.explain(
                "TensorBoard events", path, "earlier events are intact", cause);
    }
}
