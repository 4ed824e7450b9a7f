package etude.trainer.metrics;

import etude.datasets.EtudeException;
import etude.trainer.files.WriteFailures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file that records are appended to: when the disk is full, it still ends with the last whole
 * one.
 */
final class GrowingFile implements AutoCloseable {
    private final Path path;
    private final String what;
    private final String records;
    private final FileChannel channel;

    /**
     * Opens a file that is there.
     *
     * @param what it is, in messages
     * @param records what stays as it is when a write fails, in messages
     * @throws EtudeException when the disk refuses
     */
    GrowingFile(Path path, String what, String records) {
        this.path = path;
        this.what = what;
        this.records = records;
        try {
            channel = FileChannel.open(path, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw explain(e);
        }
    }

    /** Bytes so far. */
    long size() {
        try {
            return channel.size();
        } catch (IOException e) {
            throw explain(e);
        }
    }

    /** Appends one record, or several. */
    void append(ByteBuffer bytes) {
        try {
            long begin = channel.size();
            int first = bytes.position();
            try {
                while (bytes.hasRemaining()) {
                    channel.write(bytes, begin + bytes.position() - first);
                }
            } catch (IOException e) {
                channel.truncate(begin);
                throw e;
            }
        } catch (IOException e) {
            throw explain(e);
        }
    }

    /** Drops what lies behind so many bytes. */
    void truncate(long bytes) {
        try {
            channel.truncate(bytes);
        } catch (IOException e) {
            throw explain(e);
        }
    }

    /** Makes durable what was appended so far. */
    void sync() {
        try {
            channel.force(true);
        } catch (IOException e) {
            throw explain(e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw explain(e);
        }
    }

    private EtudeException explain(IOException cause) {
        return WriteFailures.explain(what, path, records + " are intact", cause);
    }
}
