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

/** A channel that computes the SHA-256 of what passes through it, so that writing reads nothing. */
final class Sha256 implements WritableByteChannel {
    private static final int BUFFER_BYTES = 1 << 18;

    private final MessageDigest digest = newDigest();
    private final WritableByteChannel target;

    Sha256(WritableByteChannel target) {
        this.target = target;
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        ByteBuffer seen = bytes.duplicate();
        int written = target.write(bytes);
        digest.update(seen.limit(bytes.position()));
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

    /** Hexadecimal, of all bytes so far; ends the computation. */
    String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }

    static String of(byte[] bytes) {
        return HexFormat.of().formatHex(newDigest().digest(bytes));
    }

    static String of(Path path) throws IOException {
        MessageDigest digest = newDigest();
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            while (channel.read(buffer) >= 0) {
                digest.update(buffer.flip());
                buffer.clear();
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
