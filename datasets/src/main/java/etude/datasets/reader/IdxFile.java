package etude.datasets.reader;

import etude.datasets.CorruptFileException;
import etude.datasets.cache.FixedRecords;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One IDX file of unsigned bytes: the magic number 0x0000080n with n the number of dimensions, the
 * n sizes as big-endian ints, then the bytes, the last dimension fastest.
 */
record IdxFile(List<Integer> sizes, FixedRecords records) {
    private static final int UNSIGNED_BYTES = 0x0800;

    /** What a byte may inflate to at most (zlib, "Maximum Compression Factor"). */
    private static final long DEFLATED_MOST = 1032;

    /** Plain files are mapped, .gz files inflated into memory. */
    static IdxFile open(Path path, int dimensions) {
        try (InputStream in = SourceFiles.open(path)) {
            List<Integer> sizes = header(path, in, dimensions);
            int headerBytes = Integer.BYTES * (1 + dimensions);
            int recordBytes = recordBytes(path, sizes);
            long bodyBytes = (long) sizes.get(0) * recordBytes;
            if (SourceFiles.isGzip(path)) {
                return new IdxFile(
                        sizes,
                        FixedRecords.inMemory(inflate(path, in, sizes, bodyBytes), 0, recordBytes));
            }
            requireBytes(path, sizes, bodyBytes, Files.size(path) - headerBytes);
            return new IdxFile(
                    sizes, FixedRecords.map(path, headerBytes, recordBytes, sizes.get(0)));
        } catch (IOException e) {
            throw SourceFiles.unreadable(path, e);
        }
    }

    private static List<Integer> header(Path path, InputStream in, int dimensions)
            throws IOException {
        int headerBytes = Integer.BYTES * (1 + dimensions);
        byte[] bytes = in.readNBytes(headerBytes);
        if (bytes.length != headerBytes) {
            throw new CorruptFileException(
                    path, "an IDX header of " + headerBytes + " bytes", bytes.length + " bytes");
        }
        ByteBuffer header = ByteBuffer.wrap(bytes);
        int magic = header.getInt();
        if (magic != (UNSIGNED_BYTES | dimensions)) {
            throw new CorruptFileException(
                    path,
                    "the IDX magic number 0x%08x".formatted(UNSIGNED_BYTES | dimensions),
                    "0x%08x".formatted(magic));
        }
        return IntStream.range(0, dimensions).mapToObj(i -> header.getInt()).toList();
    }

    private static int recordBytes(Path path, List<Integer> sizes) {
        long bytes = 1;
        for (int size : sizes.subList(1, sizes.size())) {
            bytes = Math.min(bytes * size, Integer.MAX_VALUE);
        }
        if (sizes.stream().anyMatch(size -> size < 1) || bytes == Integer.MAX_VALUE) {
            throw new CorruptFileException(path, "sizes of at least 1", words(sizes));
        }
        return (int) bytes;
    }

    private static byte[] inflate(
            Path path, InputStream in, List<Integer> sizes, long expectedBytes) throws IOException {
        if (expectedBytes > Integer.MAX_VALUE - Long.BYTES) {
            throw new CorruptFileException(
                    path, "at most 2 GiB in a .gz file (inflate it first)", words(sizes));
        }
        // Into one array, and no larger than the file can fill, whatever its header says.
        byte[] bytes = new byte[(int) Math.min(expectedBytes, Files.size(path) * DEFLATED_MOST)];
        int read = in.readNBytes(bytes, 0, bytes.length);
        // Reading on to the end also makes the gzip checksum count.
        long rest = in.transferTo(OutputStream.nullOutputStream());
        requireBytes(path, sizes, expectedBytes, read + rest);
        return bytes;
    }

    private static void requireBytes(Path path, List<Integer> sizes, long expected, long found) {
        if (found != expected) {
            throw new CorruptFileException(
                    path,
                    "%d bytes after the header (%s)".formatted(expected, words(sizes)),
                    found + " bytes");
        }
    }

    private static String words(List<Integer> sizes) {
        return sizes.stream().map(String::valueOf).collect(Collectors.joining(" x "));
    }
}
