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
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads safetensors files, whoever wrote them, and verifies every size. */
public final class SafetensorsReader {
    private static final int BUFFER_BYTES = 1 << 18;

    private SafetensorsReader() {}

    /**
     * What a file of another program holds.
     *
     * @param tensors those of floating-point numbers, as float32
     * @param others names of those of other types, such as counters
     */
    public record Content(Map<String, NamedTensor> tensors, List<String> others) {
        public Content {
            tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
            others = List.copyOf(others);
        }
    }

    /**
     * All tensors by name, in the order of their data.
     *
     * @throws CorruptFileException when the file is cut, too long or inconsistent, or has tensors
     *     that are not float32
     * @throws EtudeException when it cannot be read at all
     */
    public static Map<String, NamedTensor> read(Path path) {
        return read(path, true).tensors();
    }

    /**
     * All tensors of floating-point numbers of any width.
     *
     * @throws CorruptFileException when the file is cut, too long or inconsistent
     * @throws EtudeException when it cannot be read at all
     */
    public static Content readAny(Path path) {
        return read(path, false);
    }

    private static Content read(Path path, boolean float32Only) {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            ByteBuffer buffer =
                    ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            byte[] header = header(path, channel, buffer);
            long begin = channel.position();
            Map<String, NamedTensor> tensors = new LinkedHashMap<>();
            List<String> others = new ArrayList<>();
            for (SafetensorsHeader.Entry entry :
                    SafetensorsHeader.decode(path, header, channel.size() - begin, float32Only)) {
                Optional<ElementType> type = ElementType.of(entry.type());
                if (type.isEmpty()) {
                    others.add(entry.name());
                    continue;
                }
                long bytes = entry.end() - entry.begin();
                float[] data = new float[(int) (bytes / type.get().bytes())];
                fill(channel.position(begin + entry.begin()), buffer, type.get(), data);
                tensors.put(entry.name(), new NamedTensor(entry.name(), entry.shape(), data));
            }
            return new Content(tensors, others);
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
                    path,
                    "a safetensors file, whose first 8 bytes are the length of its header, here at most %d"
                            .formatted(largest),
                    Long.toUnsignedString(length));
        }
        byte[] header = new byte[(int) length];
        readFully(channel, ByteBuffer.wrap(header));
        return header;
    }

    private static void fill(FileChannel channel, ByteBuffer buffer, ElementType type, float[] data)
            throws IOException {
        for (int from = 0; from < data.length; ) {
            int count = Math.min(data.length - from, BUFFER_BYTES / type.bytes());
            buffer.clear().limit(count * type.bytes());
            readFully(channel, buffer);
            buffer.flip();
            if (type == ElementType.F32) {
                buffer.asFloatBuffer().get(data, from, count);
            } else {
                for (int i = from; i < from + count; i++) {
                    data[i] = type.read(buffer);
                }
            }
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
