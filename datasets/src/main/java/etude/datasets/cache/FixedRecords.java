package etude.datasets.cache;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * A run of equally long records, in a mapped file or in memory. Reading is safe from many threads
 * at once. A map is released by the garbage collector when the last reader is gone, for Java 17 has
 * no safe way to release it sooner.
 */
public final class FixedRecords {
    /** One map holds at most 2 GiB; half of that keeps every offset an int. */
    private static final int SEGMENT_BYTES = 1 << 30;

    private final ByteBuffer[] segments;
    private final int recordBytes;
    private final int recordsPerSegment;
    private final long count;

    private FixedRecords(
            ByteBuffer[] segments, int recordBytes, int recordsPerSegment, long count) {
        this.segments = segments;
        this.recordBytes = recordBytes;
        this.recordsPerSegment = recordsPerSegment;
        this.count = count;
    }

    /**
     * Maps {@code count} records that begin at byte {@code start}; the caller has checked that the
     * file is long enough.
     */
    public static FixedRecords map(Path path, long start, int recordBytes, long count)
            throws IOException {
        return map(path, start, recordBytes, count, SEGMENT_BYTES);
    }

    static FixedRecords map(Path path, long start, int recordBytes, long count, int segmentBytes)
            throws IOException {
        int perSegment = Math.max(1, segmentBytes / recordBytes);
        ByteBuffer[] segments =
                new ByteBuffer[Math.toIntExact((count + perSegment - 1) / perSegment)];
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            for (int i = 0; i < segments.length; i++) {
                long first = (long) i * perSegment;
                long bytes = Math.min(perSegment, count - first) * recordBytes;
                segments[i] = channel.map(MapMode.READ_ONLY, start + first * recordBytes, bytes);
            }
        }
        return new FixedRecords(segments, recordBytes, perSegment, count);
    }

    /** The records that fill {@code bytes} from {@code start} to its end. */
    public static FixedRecords inMemory(byte[] bytes, int start, int recordBytes) {
        int count = (bytes.length - start) / recordBytes;
        ByteBuffer all = ByteBuffer.wrap(bytes, start, count * recordBytes).slice();
        return new FixedRecords(new ByteBuffer[] {all}, recordBytes, Math.max(1, count), count);
    }

    public long count() {
        return count;
    }

    public int recordBytes() {
        return recordBytes;
    }

    /** Copies {@code records} records, from number {@code first} on, to {@code into[offset...]}. */
    public void read(long first, int records, byte[] into, int offset) {
        int done = 0;
        while (done < records) {
            long record = first + done;
            int within = (int) (record % recordsPerSegment);
            int now = Math.min(records - done, recordsPerSegment - within);
            segment(record)
                    .get(
                            within * recordBytes,
                            into,
                            offset + done * recordBytes,
                            now * recordBytes);
            done += now;
        }
    }

    /** Copies a part of one record to {@code into[offset...]}. */
    public void readPart(long record, int from, byte[] into, int offset, int length) {
        int within = (int) (record % recordsPerSegment);
        segment(record).get(within * recordBytes + from, into, offset, length);
    }

    /** One byte of one record, 0 to 255. */
    public int unsignedByte(long record, int offset) {
        int within = (int) (record % recordsPerSegment);
        return segment(record).get(within * recordBytes + offset) & 0xff;
    }

    int checksum() {
        CRC32C checksum = new CRC32C();
        for (ByteBuffer segment : segments) {
            checksum.update(segment.duplicate());
        }
        return (int) checksum.getValue();
    }

    private ByteBuffer segment(long record) {
        return segments[(int) (record / recordsPerSegment)];
    }
}
