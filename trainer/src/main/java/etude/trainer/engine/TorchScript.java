package etude.trainer.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A kernel written as TorchScript text, which opens every PyTorch operator to Java. A TorchScript
 * archive is a stored zip whose code is plain text; this is the one place that knows its format.
 *
 * <p>The script drops what it thinks dead, silently: an in-place update counts only if something
 * computed from it is returned. Every kernel's test must see its effect.
 *
 * <p>Numbers go into a text by {@code %s}: {@code %d} writes the digits of the user's language.
 */
public final class TorchScript implements AutoCloseable {
    /**
     * Pickle protocol 2: global {@code __torch__ M}, empty tuple, NEWOBJ, a dictionary by SETITEMS,
     * which readers of all versions know, BUILD, STOP.
     */
    private static final String MODULE_PICKLE =
            "\u0080\u0002c__torch__\nM\n)\u0081}(X\b\0\0\0training\u0088%sub.";

    /** An entry of that dictionary: a name of so many bytes, and None. */
    private static final String NONE_PICKLE = "X%c\0\0\0%sN";

    /** Pickle protocol 2: an empty tuple. */
    static final byte[] CONSTANTS_PICKLE = latin1("\u0080\u0002).");

    /**
     * The operator schemas that PyTorch 1.13 and later write. Under an older version, operators
     * that have changed since keep their old arguments: {@code gelu} would not know {@code
     * approximate}, and {@code div} would truncate integers.
     */
    static final byte[] VERSION = latin1("10\n");

    private final PtSymbolBlock block;

    private TorchScript(PtSymbolBlock block) {
        this.block = block;
    }

    /**
     * Compiles a kernel.
     *
     * @param manager whose device the kernel runs on
     * @param source one method, {@code def forward(self: __torch__.M, ...) -> ...}, as TorchScript
     *     serialises it
     */
    public static TorchScript compile(NDManager manager, String source) {
        return load(manager, archive(source));
    }

    /** Loads a whole module from a file, onto the manager's device. */
    public static TorchScript load(NDManager manager, Path file) {
        return new TorchScript(
                JniUtils.loadModule(
                        (PtNDManager) manager, file, true, new String[0], new String[0], false));
    }

    static TorchScript load(NDManager manager, byte[] archive) {
        try {
            return new TorchScript(
                    JniUtils.loadModule(
                            (PtNDManager) manager,
                            new ByteArrayInputStream(archive),
                            false,
                            false));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The text of a kernel kept in a file beside the given class. */
    public static String resource(Class<?> owner, String name) {
        try (InputStream in = owner.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("no kernel " + name + " beside " + owner.getName());
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A differentiable cast of one tensor; free where it has the type already. */
    public static TorchScript cast(NDManager manager, Precision precision) {
        return compile(
                manager,
                "def forward(self: __torch__.M, x: Tensor) -> Tensor:\n  return torch.to(x, %s)"
                        .formatted(typeCode(precision)));
    }

    /** The number that PyTorch's operators take for a type. */
    static int typeCode(Precision precision) {
        return switch (precision) {
            case FLOAT32, TFLOAT32 -> 6;
            case BFLOAT16 -> 15;
        };
    }

    /** Runs without recording gradients; the results belong to the first input's manager. */
    public NDList evaluated(NDArray... inputs) {
        return IValueUtils.forward(block, new NDList(inputs), false);
    }

    /** Calls another method than {@code forward} in that way. */
    public NDList evaluated(String method, NDArray input) {
        try (NDArray called = KeepingScript.method(input.getManager(), method)) {
            return evaluated(called, input);
        }
    }

    /** Runs with gradients recorded; the results belong to the first input's manager. */
    public NDList differentiable(NDArray... inputs) {
        return IValueUtils.forward(block, new NDList(inputs), true);
    }

    /**
     * Runs an update in place, without recording gradients. Results other than the changed inputs
     * are discarded, so nothing of them can leak into a later graph.
     *
     * @param arguments {@link NDArray}, {@link Long} or {@link Double}, in the order of the
     *     script's parameters
     */
    public void update(List<Object> arguments) {
        IValue[] values = arguments.stream().map(TorchScript::value).toArray(IValue[]::new);
        IValue result = IValueUtils.runMethod(block, "forward", values);
        result.close();
        for (IValue value : values) {
            value.close();
        }
    }

    private static IValue value(Object argument) {
        if (argument instanceof NDArray array) {
            return IValue.from((PtNDArray) array);
        }
        if (argument instanceof Long integer) {
            return IValue.from(integer.longValue());
        }
        if (argument instanceof Double real) {
            return IValue.from(real.doubleValue());
        }
        throw new IllegalArgumentException("no kernel argument: " + argument.getClass());
    }

    @Override
    public void close() {
        block.close();
    }

    /** A kernel as the archive that any PyTorch loads ({@code torch.jit.load}). */
    static byte[] archive(String source) {
        return archive("", "", source);
    }

    /** A script that keeps tensors, before its method {@code keep} was called. */
    static byte[] archive(List<ScriptPart> parts) {
        StringBuilder attributes = new StringBuilder();
        StringBuilder values = new StringBuilder();
        StringBuilder methods = new StringBuilder(ScriptPart.keep(parts));
        for (ScriptPart part : parts) {
            for (ScriptPart.KeptList list : part.kept()) {
                attributes.append("  %s : Optional[List[Tensor]]\n".formatted(list.name()));
                values.append(NONE_PICKLE.formatted((char) list.name().length(), list.name()));
            }
            methods.append(part.methods());
        }
        return archive(attributes.toString(), values.toString(), methods.toString());
    }

    private static byte[] archive(String attributes, String values, String source) {
        String code =
                "class M(Module):\n  __parameters__ = []\n  __buffers__ = []\n  training : bool\n"
                        + attributes
                        + source.stripTrailing().indent(2);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            store(zip, "m/data.pkl", latin1(MODULE_PICKLE.formatted(values)));
            store(zip, "m/code/__torch__.py", code.getBytes(StandardCharsets.UTF_8));
            store(zip, "m/constants.pkl", CONSTANTS_PICKLE);
            store(zip, "m/version", VERSION);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(content);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    private static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
