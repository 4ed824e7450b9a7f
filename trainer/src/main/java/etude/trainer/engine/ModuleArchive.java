package etude.trainer.engine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A TorchScript module with tensors of its own, as {@code torch.jit.load} and DJL read it. A tensor
 * is {@code self.NAME} in the methods. Weights of convolutions lie in channels-last memory, as
 * training has them.
 */
public final class ModuleArchive {
    private static final int BUFFER_FLOATS = 1 << 16;

    /** Highest number that one byte of a pickle holds. */
    private static final int ONE_BYTE = 255;

    private ModuleArchive() {}

    /**
     * A float32 tensor of a module.
     *
     * @param name a name of Python
     * @param parameter whether it is trained; else it is a buffer
     * @param shape its logical shape
     * @param values in row-major order
     */
    @SuppressWarnings("ArrayRecordComponent") // a carrier of bulk data, never compared
    public record Tensor(String name, boolean parameter, long[] shape, float[] values) {
        private boolean channelsLast() {
            return parameter && shape.length == 4;
        }

        private float[] stored() {
            return channelsLast() ? new WeightLayout(shape).toStored(values) : values;
        }

        /** Entries between neighbours of each axis. */
        private long[] strides() {
            long[] strides = new long[shape.length];
            if (channelsLast()) {
                strides[1] = 1;
                strides[3] = shape[1];
                strides[2] = shape[1] * shape[3];
                strides[0] = shape[1] * shape[3] * shape[2];
                return strides;
            }
            long stride = 1;
            for (int axis = shape.length - 1; axis >= 0; axis--) {
                strides[axis] = stride;
                stride *= shape[axis];
            }
            return strides;
        }
    }

    /**
     * Writes a module.
     *
     * @param methods text of its methods, {@code def forward(self: __torch__.M, ...)} among them
     */
    public static void write(Path file, List<Tensor> tensors, String methods) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            TorchScript.store(zip, "m/data.pkl", pickle(tensors));
            TorchScript.store(
                    zip,
                    "m/code/__torch__.py",
                    code(tensors, methods).getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < tensors.size(); i++) {
                data(zip, "m/data/" + i, tensors.get(i).stored());
            }
            TorchScript.store(zip, "m/constants.pkl", TorchScript.CONSTANTS_PICKLE);
            TorchScript.store(zip, "m/version", TorchScript.VERSION);
        }
    }

    private static String code(List<Tensor> tensors, String methods) {
        StringBuilder parameters = new StringBuilder();
        StringBuilder buffers = new StringBuilder();
        StringBuilder types = new StringBuilder();
        for (Tensor tensor : tensors) {
            (tensor.parameter() ? parameters : buffers)
                    .append('"')
                    .append(tensor.name())
                    .append("\", ");
            types.append("  ").append(tensor.name()).append(" : Tensor\n");
        }
        return "class M(Module):\n  __parameters__ = ["
                + parameters
                + "]\n  __buffers__ = ["
                + buffers
                + "]\n"
                + types
                + "  training : bool\n"
                + methods.stripTrailing().indent(2);
    }

    /** Twice through the values, since the checksum stands before them. */
    private static void data(ZipOutputStream zip, String name, float[] values) throws IOException {
        CRC32 sum = new CRC32();
        each(values, sum::update);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize((long) values.length * Float.BYTES);
        entry.setCrc(sum.getValue());
        zip.putNextEntry(entry);
        each(values, zip::write);
        zip.closeEntry();
    }

    private interface Bytes {
        void accept(byte[] bytes, int offset, int length) throws IOException;
    }

    private static void each(float[] values, Bytes consumer) throws IOException {
        ByteBuffer buffer =
                ByteBuffer.allocate(BUFFER_FLOATS * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int from = 0; from < values.length; from += BUFFER_FLOATS) {
            int count = Math.min(BUFFER_FLOATS, values.length - from);
            buffer.asFloatBuffer().put(values, from, count);
            consumer.accept(buffer.array(), 0, count * Float.BYTES);
        }
    }

    /** Protocol 2: an object of the module's class with its tensors as state. */
    private static byte[] pickle(List<Tensor> tensors) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        text(out, "\u0080\u0002c__torch__\nM\n)\u0081}(");
        string(out, "training");
        text(out, "\u0089"); // false: the module is for evaluation
        for (int i = 0; i < tensors.size(); i++) {
            string(out, tensors.get(i).name());
            tensor(out, tensors.get(i), i);
        }
        text(out, "ub.");
        return out.toByteArray();
    }

    private static void tensor(ByteArrayOutputStream out, Tensor tensor, int number) {
        text(out, "ctorch._utils\n_rebuild_tensor_v2\n((");
        string(out, "storage");
        text(out, "ctorch\nFloatStorage\n");
        string(out, Integer.toString(number));
        string(out, "cpu");
        whole(out, tensor.values().length);
        text(out, "tQ");
        whole(out, 0);
        tuple(out, tensor.shape());
        tuple(out, tensor.strides());
        text(out, "\u0089"); // requires no gradient
        text(out, "ccollections\nOrderedDict\n)RtR");
    }

    private static void tuple(ByteArrayOutputStream out, long[] numbers) {
        text(out, "(");
        for (long number : numbers) {
            whole(out, Math.toIntExact(number));
        }
        text(out, "t");
    }

    private static void whole(ByteArrayOutputStream out, int number) {
        if (number <= ONE_BYTE) {
            text(out, "K");
            out.write(number);
            return;
        }
        text(out, "J");
        little(out, number);
    }

    private static void string(ByteArrayOutputStream out, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        text(out, "X");
        little(out, bytes.length);
        out.writeBytes(bytes);
    }

    private static void little(ByteArrayOutputStream out, int number) {
        out.writeBytes(
                ByteBuffer.allocate(Integer.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(number)
                        .array());
    }

    private static void text(ByteArrayOutputStream out, String opcodes) {
        out.writeBytes(opcodes.getBytes(StandardCharsets.ISO_8859_1));
    }
}
