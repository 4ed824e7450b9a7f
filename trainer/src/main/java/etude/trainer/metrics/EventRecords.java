package etude.trainer.metrics;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * The bytes of TensorBoard event files: protocol buffers (tensorflow/core/util/event.proto and
 * framework/summary.proto, the few fields we use) in TFRecord frames.
 */
final class EventRecords {
    // Field number and wire type of each field, as protocol buffers encode them.
    private static final int EVENT_WALL_TIME = (1 << 3) | 1;
    private static final int EVENT_STEP = 2 << 3;
    private static final int EVENT_FILE_VERSION = (3 << 3) | 2;
    private static final int EVENT_SUMMARY = (5 << 3) | 2;
    private static final int EVENT_SESSION_LOG = (7 << 3) | 2;
    private static final int SUMMARY_VALUE = (1 << 3) | 2;
    private static final int VALUE_TAG = (1 << 3) | 2;
    private static final int VALUE_SIMPLE_VALUE = (2 << 3) | 5;
    private static final int SESSION_STATUS = 1 << 3;
    private static final int SESSION_START = 1;

    private EventRecords() {}

    /** The first record of every file. */
    static byte[] version(double wallSeconds) {
        ByteArrayOutputStream event = event(wallSeconds, 0);
        bytes(event, EVENT_FILE_VERSION, "brain.Event:2".getBytes(StandardCharsets.UTF_8));
        return frame(event.toByteArray());
    }

    /** Tells TensorBoard to forget what earlier files say about {@code step} and later. */
    static byte[] restart(double wallSeconds, long step) {
        ByteArrayOutputStream event = event(wallSeconds, step);
        bytes(event, EVENT_SESSION_LOG, new byte[] {SESSION_STATUS, SESSION_START});
        return frame(event.toByteArray());
    }

    static byte[] scalars(double wallSeconds, long step, Map<String, Double> metrics) {
        ByteArrayOutputStream summary = new ByteArrayOutputStream();
        metrics.forEach(
                (tag, number) -> {
                    ByteArrayOutputStream value = new ByteArrayOutputStream();
                    bytes(value, VALUE_TAG, tag.getBytes(StandardCharsets.UTF_8));
                    value.write(VALUE_SIMPLE_VALUE);
                    value.writeBytes(little(4).putFloat(number.floatValue()).array());
                    bytes(summary, SUMMARY_VALUE, value.toByteArray());
                });
        ByteArrayOutputStream event = event(wallSeconds, step);
        bytes(event, EVENT_SUMMARY, summary.toByteArray());
        return frame(event.toByteArray());
    }

    private static ByteArrayOutputStream event(double wallSeconds, long step) {
        ByteArrayOutputStream event = new ByteArrayOutputStream();
        event.write(EVENT_WALL_TIME);
        event.writeBytes(little(8).putDouble(wallSeconds).array());
        if (step != 0) { // protocol buffers leave zeros out
            event.write(EVENT_STEP);
            varint(event, step);
        }
        return event;
    }

    private static void bytes(ByteArrayOutputStream target, int field, byte[] content) {
        target.write(field);
        varint(target, content.length);
        target.writeBytes(content);
    }

    private static void varint(ByteArrayOutputStream target, long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            target.write((int) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        target.write((int) rest);
    }

    /** TFRecord: length, its masked CRC, content, its masked CRC. */
    private static byte[] frame(byte[] content) {
        byte[] length = little(8).putLong(content.length).array();
        return little(16 + content.length)
                .put(length)
                .putInt(maskedCrc(length))
                .put(content)
                .putInt(maskedCrc(content))
                .array();
    }

    /** TFRecord masks checksums, lest a record that holds records look intact by chance. */
    static int maskedCrc(byte[] content) {
        CRC32C crc = new CRC32C();
        crc.update(content);
        return Integer.rotateRight((int) crc.getValue(), 15) + 0xA282EAD8;
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
