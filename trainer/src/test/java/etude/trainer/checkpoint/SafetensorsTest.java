package etude.trainer.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.datasets.CorruptFileException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {
    /** Written by safetensors 0.8.0 for Python, with metadata. */
    private static final String GOLDEN =
            "e8000000000000007b225f5f6d657461646174615f5f223a7b226d6164655f6279223a"
                    + "22707974686f6e227d2c226c617965722e62696173223a7b226474797065223a224633"
                    + "32222c227368617065223a5b335d2c22646174615f6f666673657473223a5b302c3132"
                    + "5d7d2c226c617965722e776569676874223a7b226474797065223a22463332222c2273"
                    + "68617065223a5b322c335d2c22646174615f6f666673657473223a5b31322c33365d7d"
                    + "2c227363616c6172223a7b226474797065223a22463332222c227368617065223a5b5d"
                    + "2c22646174615f6f666673657473223a5b33362c34305d7d7d20202020200000003f00"
                    + "0080be0000c07f0000803f0000004000004040000080400000a0400000c0400000e040";

    @TempDir Path directory;

    @Test
    void readsFileWrittenByPython() throws IOException {
        Path path = directory.resolve("python.safetensors");
        Files.write(path, HexFormat.of().parseHex(GOLDEN));

        Map<String, NamedTensor> tensors = SafetensorsReader.read(path);

        assertThat(tensors.keySet())
                .containsExactlyInAnyOrder("layer.weight", "layer.bias", "scalar");
        assertTensor(tensors, "layer.weight", new long[] {2, 3}, 1, 2, 3, 4, 5, 6);
        assertTensor(tensors, "layer.bias", new long[] {3}, 0.5f, -0.25f, Float.NaN);
        assertTensor(tensors, "scalar", new long[] {}, 7);
    }

    /** Halves as IEEE 754 and bfloat16 write them; whole numbers are named, and not read. */
    @Test
    void otherFloatingPointTypesAreReadAsFloat32() throws IOException {
        String header =
                """
                {"half":{"dtype":"F16","shape":[6],"data_offsets":[0,12]},\
                "brain":{"dtype":"BF16","shape":[2],"data_offsets":[12,16]},\
                "steps":{"dtype":"I64","shape":[],"data_offsets":[16,24]},\
                "double":{"dtype":"F64","shape":[1],"data_offsets":[24,32]}}""";
        ByteBuffer bytes =
                ByteBuffer.allocate(8 + header.length() + 32).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(header.length()).put(header.getBytes(StandardCharsets.US_ASCII));
        for (int half : new int[] {0x3c00, 0xc000, 0x7bff, 0x0001, 0xfc00, 0x3555}) {
            bytes.putShort((short) half);
        }
        bytes.putShort((short) 0x3f80).putShort((short) 0xc049).putLong(7).putDouble(0.1);
        Path path = directory.resolve("types.safetensors");
        Files.write(path, bytes.array());

        SafetensorsReader.Content content = SafetensorsReader.readAny(path);

        assertTensor(
                content.tensors(),
                "half",
                new long[] {6},
                1,
                -2,
                65504,
                0x1p-24f,
                Float.NEGATIVE_INFINITY,
                1365f / 4096);
        assertTensor(content.tensors(), "brain", new long[] {2}, 1, -3.140625f);
        assertTensor(content.tensors(), "double", new long[] {1}, 0.1f);
        assertThat(content.others()).containsExactly("steps");
        assertThatThrownBy(() -> SafetensorsReader.read(path))
                .isInstanceOf(CorruptFileException.class)
                .hasMessageContaining("expected tensor half of type F32, found type 'F16'");
    }

    @Test
    void writesTheBytesThatTheFormatDescribes() throws IOException {
        Path path = directory.resolve("two.safetensors");
        float[] flat = {9, 1, 2, 3};

        SafetensorsWriter.write(
                path,
                List.of(
                        TensorView.of("b", new long[] {2}, flat, 1),
                        TensorView.of("a", new long[] {1}, flat, 3)));

        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN);
        int length = Math.toIntExact(bytes.getLong());
        assertThat((length + 8) % 8).isZero();
        assertThat(new String(bytes.array(), 8, length, StandardCharsets.UTF_8).strip())
                .isEqualTo(
                        "{\"__metadata__\":{\"format\":\"pt\"},"
                                + "\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
                                + "\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,12]}}");
        float[] data = new float[3];
        bytes.position(8 + length).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(data);
        assertThat(data).containsExactly(1, 2, 3);
        assertThat(bytes.remaining()).isEqualTo(12);
    }

    @Test
    void tensorsLargerThanTheBufferComeBackBitForBit() {
        float[] flat = new float[700_001];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = Float.intBitsToFloat(i * 0x9E3779B1);
        }
        Path path = directory.resolve("large.safetensors");
        SafetensorsWriter.write(
                path,
                List.of(
                        TensorView.of("first", new long[] {300_000}, flat, 0),
                        TensorView.of("empty", new long[] {0, 5}, flat, 300_000),
                        TensorView.of("rest", new long[] {400_001}, flat, 300_000)));

        Map<String, NamedTensor> tensors = SafetensorsReader.read(path);

        assertThat(tensors.keySet()).containsExactly("first", "empty", "rest");
        assertThat(bits(tensors, "first")).isEqualTo(bits(Arrays.copyOf(flat, 300_000)));
        assertThat(bits(tensors, "rest"))
                .isEqualTo(bits(Arrays.copyOfRange(flat, 300_000, flat.length)));
    }

    @Test
    void everyCutIsFound() throws IOException {
        byte[] whole = HexFormat.of().parseHex(GOLDEN);
        Path path = directory.resolve("cut.safetensors");
        for (int length = 0; length < whole.length; length++) {
            Files.write(path, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> SafetensorsReader.read(path))
                    .isInstanceOf(CorruptFileException.class)
                    .hasMessageContaining(path.toString())
                    .hasMessageContaining("expected")
                    .hasMessageContaining("found");
        }
    }

    @Test
    void bytesAfterTheLastTensorAreFound() throws IOException {
        byte[] whole = HexFormat.of().parseHex(GOLDEN);
        Path path = directory.resolve("long.safetensors");
        Files.write(path, Arrays.copyOf(whole, whole.length + 4));

        assertThatThrownBy(() -> SafetensorsReader.read(path))
                .isInstanceOf(CorruptFileException.class)
                .hasMessageContaining("expected 40 bytes of tensor data, found 44 bytes");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "F64 |[2]                    |0,8 |of type F32",
                "F32 |[3]                    |0,8 |12 bytes for tensor t of shape [3]",
                "F32 |[2]                    |4,12|begin at byte 0",
                "F32 |[-2]                   |0,8 |whole numbers",
                "F32 |[1.5]                  |0,8 |whole numbers",
                "F32 |2                      |0,8 |arrays of numbers",
                "F32 |[4294967296,4294967296]|0,8 |fewer than 2^31 elements",
                "F32 |[2]                    |8,0 |to be [begin, end]",
            })
    void inconsistentHeaderIsFound(String type, String shape, String offsets, String expected)
            throws IOException {
        String header =
                "{\"t\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%s]}}"
                        .formatted(type, shape, offsets);
        Path path = directory.resolve("odd.safetensors");
        Files.write(path, file(header, 8));

        assertThatThrownBy(() -> SafetensorsReader.read(path))
                .isInstanceOf(CorruptFileException.class)
                .hasMessageContaining(expected);
    }

    @Test
    void twoTensorsOfOneNameAreFound() throws IOException {
        String entry = "\"t\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}";
        Path path = directory.resolve("twice.safetensors");
        Files.write(path, file("{" + entry + "," + entry + "}", 0));

        assertThatThrownBy(() -> SafetensorsReader.read(path))
                .isInstanceOf(CorruptFileException.class)
                .hasMessageContaining("found a key for the second time in line 1, column 58");
    }

    @Test
    void viewOutsideItsSourceIsRefused() {
        assertThatThrownBy(() -> TensorView.of("t", new long[] {3}, new float[4], 2))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    private static byte[] file(String header, int dataBytes) {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + text.length + dataBytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(text.length)
                .put(text)
                .array();
    }

    private static void assertTensor(
            Map<String, NamedTensor> tensors, String name, long[] shape, float... data) {
        assertThat(tensors)
                .hasEntrySatisfying(
                        name, tensor -> assertThat(tensor.shape()).containsExactly(shape));
        assertThat(Checkpoints.data(tensors, name)).containsExactly(data);
    }

    private static int[] bits(Map<String, NamedTensor> tensors, String name) {
        return bits(Checkpoints.data(tensors, name));
    }

    private static int[] bits(float[] values) {
        int[] bits = new int[values.length];
        Arrays.setAll(bits, i -> Float.floatToRawIntBits(values[i]));
        return bits;
    }
}
