package etude.trainer.checkpoint;

import etude.datasets.EtudeException;
import etude.trainer.files.WriteFailures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Writes float32 tensors in the safetensors format (https://huggingface.co/docs/safetensors): eight
 * bytes of little-endian header length, a JSON header, the data. Memory use is one small buffer,
 * whatever the size of the tensors.
 */
public final class SafetensorsWriter {
    private static final int BUFFER_BYTES = 1 << 18;

    private SafetensorsWriter() {}

    /**
     * Writes and fsyncs a file, replacing what was there.
     *
     * @throws EtudeException when the disk is full or refuses
     */
    public static void write(Path path, List<TensorView> tensors) {
        try (FileChannel channel =
                FileChannel.open(
                        path,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            write(channel, tensors);
            channel.force(true);
        } catch (IOException e) {
            throw WriteFailures.explain("tensors", path, "the file is incomplete", e);
        }
    }

    static void write(WritableByteChannel channel, List<TensorView> tensors) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        byte[] header = SafetensorsHeader.encode(tensors);
        buffer.putLong(header.length);
        drain(buffer, channel);
        writeFully(channel, ByteBuffer.wrap(header));
        for (TensorView tensor : tensors) {
            for (int from = 0; from < tensor.size(); ) {
                int count = Math.min(tensor.size() - from, BUFFER_BYTES / Float.BYTES);
                tensor.elements().read(from, buffer.asFloatBuffer().limit(count));
                buffer.position(count * Float.BYTES);
                drain(buffer, channel);
                from += count;
            }
        }
    }

    private static void drain(ByteBuffer buffer, WritableByteChannel channel) throws IOException {
        buffer.flip();
        writeFully(channel, buffer);
        buffer.clear();
    }

    private static void writeFully(WritableByteChannel channel, ByteBuffer bytes)
            throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
