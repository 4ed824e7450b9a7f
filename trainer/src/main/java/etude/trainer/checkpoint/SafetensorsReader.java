package etude.trainer.checkpoint;

import etude.datasets.CorruptFileException;
import etude.datasets.EtudeException;
import etude.datasets.Reason;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads safetensors files of float32 tensors, whoever wrote them, and verifies every size. */
public final class SafetensorsReader {
    private static final int BUFFER_BYTES = 1 << 18;

    private SafetensorsReader() {}

    /**
     * All tensors by name, in the order of their data.
     *
     * @throws CorruptFileException when the file is cut, too long or inconsistent
     * @throws EtudeException when it cannot be read at all
     */
    public static Map<String, NamedTensor> read(Path path) {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            ByteBuffer buffer =
                    ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            byte[] header = header(path, channel, buffer);
            long dataBytes = channel.size() - channel.position();
            Map<String, NamedTensor> tensors = new LinkedHashMap<>();
            for (SafetensorsHeader.Entry entry :
                    SafetensorsHeader.decode(path, header, dataBytes)) {
                float[] data = new float[(int) ((entry.end() - entry.begin()) / Float.BYTES)];
                fill(channel, buffer, data);
                tensors.put(entry.name(), new NamedTensor(entry.name(), entry.shape(), data));
            }
            return Collections.unmodifiableMap(tensors);
        } catch (IOException e) {
            throw new EtudeException("cannot read %s (%s)".formatted(path, Reason.of(path, e)), e);
        }
    }

    private static byte[] header(Path path, FileChannel channel, ByteBuffer buffer)
            throws IOException {
        long size = channel.size();
        if (size < Long.BYTES) {
            throw new CorruptFileException(
                    path, "at least 8 bytes of safetensors header length", size + " bytes");
        }
        readFully(channel, buffer.limit(Long.BYTES));
        long length = buffer.flip().getLong();
        long largest = Math.min(size - Long.BYTES, SafetensorsHeader.MAX_BYTES);
        if (length < 0 || length > largest) {
            throw new CorruptFileException(
                    path, "a header of at most %d bytes".formatted(largest), length + " bytes");
        }
        byte[] header = new byte[(int) length];
        readFully(channel, ByteBuffer.wrap(header));
        return header;
    }

    private static void fill(FileChannel channel, ByteBuffer buffer, float[] data)
            throws IOException {
        for (int from = 0; from < data.length; ) {
            int count = Math.min(data.length - from, BUFFER_BYTES / Float.BYTES);
            buffer.clear().limit(count * Float.BYTES);
            readFully(channel, buffer);
            buffer.flip().asFloatBuffer().get(data, from, count);
            from += count;
        }
    }

    private static void readFully(FileChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new EOFException("the file became shorter while it was read");
            }
        }
    }
}
