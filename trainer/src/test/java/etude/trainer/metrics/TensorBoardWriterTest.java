package etude.trainer.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorBoardWriterTest {
    /** The four records of the first test, written by tensorboard 2.21.0 for Python. */
    private static final String GOLDEN =
            "1800000000000000a37f4b220900001040fc54d9411a0d627261696e2e4576656e743a"
                    + "32338d2fe9100000000000000095fbfe180900001040fc54d94110c9013a0208017657"
                    + "7faf3f00000000000000516576610900006040fc54d94110ac022a310a110a0a747261"
                    + "696e2f6c6f7373150000003f0a1c0a1576616c69646174696f6e2f6572726f725f7261"
                    + "74651500000000ceb008121500000000000000d6ab6b2b0900006040fc54d9412a0a0a"
                    + "080a0178150000c07f596b41cd";

    @TempDir Path directory;

    @Test
    void recordsEqualThoseOfTensorBoard() {
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("train/loss", 0.5);
        metrics.put("validation/error_rate", 0.0);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(EventRecords.version(1700000000.25));
        bytes.writeBytes(EventRecords.restart(1700000000.25, 201));
        bytes.writeBytes(EventRecords.scalars(1700000001.5, 300, metrics));
        bytes.writeBytes(EventRecords.scalars(1700000001.5, 0, Map.of("x", Double.NaN)));

        assertThat(HexFormat.of().formatHex(bytes.toByteArray())).isEqualTo(GOLDEN);
    }

    @Test
    void writtenScalarsAreReadBack() throws IOException {
        try (TensorBoardWriter writer = TensorBoardWriter.open(directory, "host", 0)) {
            writer.write(50, Map.of("train/loss", 0.5));
            writer.write(100_000, Map.of("train/loss", 0.25));
        }

        List<byte[]> records = records(files().get(0));
        assertThat(records).hasSize(3);
        assertThat(new String(records.get(0), StandardCharsets.ISO_8859_1))
                .endsWith("brain.Event:2");
        assertScalar(records.get(1), 50, "train/loss", 0.5f);
        assertScalar(records.get(2), 100_000, "train/loss", 0.25f);
    }

    @Test
    void everyAttemptHasItsOwnFileWithTheNameThatTensorBoardLooksFor() throws IOException {
        TensorBoardWriter.open(directory, "host", 0).close();
        TensorBoardWriter.open(directory, "host", 200).close();

        List<Path> files = files();
        assertThat(files).hasSize(2);
        assertThat(files)
                .allSatisfy(
                        file ->
                                assertThat(file.getFileName().toString())
                                        .matches("events\\.out\\.tfevents\\.\\d{10}\\.host\\.\\d"));
        assertThat(records(files.get(0))).hasSize(1);
        assertThat(records(files.get(1))).hasSize(2);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }

    /** An independent reader of TFRecord frames. */
    private static List<byte[]> records(Path path) throws IOException {
        ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN);
        List<byte[]> records = new ArrayList<>();
        while (file.hasRemaining()) {
            byte[] length = new byte[8];
            file.get(length);
            assertThat(file.getInt()).isEqualTo(EventRecords.maskedCrc(length));
            byte[] content =
                    new byte
                            [(int)
                                    ByteBuffer.wrap(length)
                                            .order(ByteOrder.LITTLE_ENDIAN)
                                            .getLong()];
            file.get(content);
            assertThat(file.getInt()).isEqualTo(EventRecords.maskedCrc(content));
            records.add(content);
        }
        return records;
    }

    /** Reads Event{1: wall_time, 2: step, 5: Summary{1: Value{1: tag, 2: simple_value}}}. */
    private static void assertScalar(byte[] record, long step, String tag, float value) {
        ByteBuffer event = ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(event.get()).isEqualTo((byte) 0x09);
        assertThat(event.getDouble()).isGreaterThan(1.6e9);
        assertThat(event.get()).isEqualTo((byte) 0x10);
        assertThat(varint(event)).isEqualTo(step);
        assertThat(event.get()).isEqualTo((byte) 0x2A);
        assertThat(varint(event)).isEqualTo(event.remaining());
        assertThat(event.get()).isEqualTo((byte) 0x0A);
        assertThat(varint(event)).isEqualTo(event.remaining());
        assertThat(event.get()).isEqualTo((byte) 0x0A);
        byte[] name = new byte[(int) varint(event)];
        event.get(name);
        assertThat(new String(name, StandardCharsets.UTF_8)).isEqualTo(tag);
        assertThat(event.get()).isEqualTo((byte) 0x15);
        assertThat(event.getFloat()).isEqualTo(value);
        assertThat(event.remaining()).isZero();
    }

    private static long varint(ByteBuffer bytes) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = bytes.get();
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }
}
