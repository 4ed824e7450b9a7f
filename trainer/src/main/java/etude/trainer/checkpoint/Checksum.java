package etude.trainer.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * How a manifest proves that files are what was written. CRC32C, since a JVM without its second
 * compiler, as training on a CPU uses, computes it at 25 GB/s and SHA-256 at 0.08: damage is to be
 * found here, not an attacker. SHA-256 is that of manifests of format version 1, which are still
 * read.
 */
public enum Checksum {
    SHA256("sha256", 64) {
        @Override
        Sum start() {
            return new Digest();
        }
    },
    CRC32C("crc32c", 8) {
        @Override
        Sum start() {
            return new Cyclic();
        }
    };

    private static final int BUFFER_BYTES = 1 << 18;

    private final String key;
    private final int digits;

    Checksum(String key, int digits) {
        this.key = key;
        this.digits = digits;
    }

    /** A sum that has seen nothing yet. */
    abstract Sum start();

    /** Its name in a manifest. */
    public String key() {
        return key;
    }

    /** What stands in a manifest's place for its own sum while this is computed. */
    String zeros() {
        return "0".repeat(digits);
    }

    String of(byte[] bytes) {
        Sum sum = start();
        sum.update(ByteBuffer.wrap(bytes));
        return sum.hex();
    }

    /** The sum of a file. */
    public String of(Path path) throws IOException {
        Sum sum = start();
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            while (channel.read(buffer) >= 0) {
                sum.update(buffer.flip());
                buffer.clear();
            }
        }
        return sum.hex();
    }

    /** A sum of bytes, in hexadecimal digits at its end. */
    interface Sum {
        /** Adds what remains in a buffer. */
        void update(ByteBuffer bytes);

        /** Of all bytes so far; ends the computation. */
        String hex();
    }

    /** A channel that sums what passes through it, so that writing reads nothing. */
    record Channel(WritableByteChannel target, Sum sum) implements WritableByteChannel {
        @Override
        public int write(ByteBuffer bytes) throws IOException {
            ByteBuffer seen = bytes.duplicate();
            int written = target.write(bytes);
            sum.update(seen.limit(bytes.position()));
            return written;
        }

        @Override
        public boolean isOpen() {
            return target.isOpen();
        }

        @Override
        public void close() throws IOException {
            target.close();
        }
    }

    private static final class Cyclic implements Sum {
        private final CRC32C sum = new CRC32C();

        @Override
        public void update(ByteBuffer bytes) {
            sum.update(bytes);
        }

        @Override
        public String hex() {
            return HexFormat.of().toHexDigits((int) sum.getValue());
        }
    }

    private static final class Digest implements Sum {
        private final MessageDigest digest;

        Digest() {
            try {
                digest = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new AssertionError("every Java platform has SHA-256", e);
            }
        }

        @Override
        public void update(ByteBuffer bytes) {
            digest.update(bytes);
        }

        @Override
        public String hex() {
            return HexFormat.of().formatHex(digest.digest());
        }
    }
}
