package etude.trainer.gpu;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * NVIDIA's management library, which comes with every driver and needs no CUDA. Asking it makes no
 * context on a card, so it costs no memory there. Its functions are in NVIDIA's NVML API Reference.
 */
final class Nvml {
    static final String LIBRARY = "libnvidia-ml.so.1";

    private static final int SUCCESS = 0;
    private static final int INSUFFICIENT_SIZE = 7;

    /** Longer than any name or version that it gives. */
    private static final int TEXT_BYTES = 96;

    /** Processes on one card that are read; there may be more. */
    private static final int MOST_PROCESSES = 256;

    /** nvmlProcessInfo_t: pid and padding, bytes, two numbers of a MIG device. */
    private static final int PROCESS_BYTES = 24;

    private final NativeLibrary library;

    private Nvml(NativeLibrary library) {
        this.library = library;
    }

    /** The driver, if its library is here and answers. */
    static Optional<NvidiaDriver> read(String name) {
        try {
            Nvml nvml = new Nvml(NativeLibrary.getInstance(name));
            if (nvml.call("nvmlInit_v2") != SUCCESS) {
                return Optional.empty(); // the library of a driver that is not loaded
            }
            try {
                return nvml.text("nvmlSystemGetDriverVersion")
                        .map(version -> new NvidiaDriver(version, nvml.cards()));
            } finally {
                nvml.call("nvmlShutdown");
            }
        } catch (UnsatisfiedLinkError e) {
            return Optional.empty(); // no driver, or one from before these functions
        }
    }

    private List<GraphicsCard> cards() {
        IntByReference count = new IntByReference();
        if (call("nvmlDeviceGetCount_v2", count) != SUCCESS) {
            return List.of();
        }
        List<GraphicsCard> cards = new ArrayList<>();
        for (int number = 0; number < count.getValue(); number++) {
            PointerByReference card = new PointerByReference();
            if (call("nvmlDeviceGetHandleByIndex_v2", number, card) == SUCCESS) {
                cards.add(card(number, card.getValue()));
            }
        }
        return cards;
    }

    private GraphicsCard card(int number, Pointer card) {
        IntByReference major = new IntByReference();
        IntByReference minor = new IntByReference();
        call("nvmlDeviceGetCudaComputeCapability", card, major, minor);
        try (Memory memory = cleared(3 * Long.BYTES)) { // total, free, used
            call("nvmlDeviceGetMemoryInfo", card, memory);
            return new GraphicsCard(
                    number,
                    text("nvmlDeviceGetName", card).orElse("a card without a name"),
                    text("nvmlDeviceGetUUID", card).orElse(""),
                    new ComputeCapability(major.getValue(), minor.getValue()),
                    memory.getLong(0),
                    memory.getLong(2 * Long.BYTES),
                    uses(card));
        }
    }

    private List<GraphicsCard.Use> uses(Pointer card) {
        try (Memory processes = cleared(MOST_PROCESSES * PROCESS_BYTES)) {
            IntByReference count = new IntByReference(MOST_PROCESSES);
            int result = call("nvmlDeviceGetComputeRunningProcesses_v3", card, count, processes);
            if (result != SUCCESS && result != INSUFFICIENT_SIZE) {
                return List.of();
            }
            List<GraphicsCard.Use> uses = new ArrayList<>();
            for (int i = 0; i < Math.min(count.getValue(), MOST_PROCESSES); i++) {
                long start = (long) i * PROCESS_BYTES;
                // "not available" is the largest unsigned number, so negative here
                long bytes = Math.max(0, processes.getLong(start + Long.BYTES));
                long process = Integer.toUnsignedLong(processes.getInt(start));
                if (process != 0) {
                    uses.add(new GraphicsCard.Use(process, bytes));
                }
            }
            return uses;
        } catch (UnsatisfiedLinkError e) {
            return List.of(); // a driver older than 510
        }
    }

    private Optional<String> text(String name, Object... arguments) {
        try (Memory text = cleared(TEXT_BYTES)) {
            List<Object> all = new ArrayList<>(List.of(arguments));
            all.add(text);
            all.add(TEXT_BYTES);
            return call(name, all.toArray()) == SUCCESS
                    ? Optional.of(text.getString(0, StandardCharsets.UTF_8.name()))
                    : Optional.empty();
        }
    }

    private int call(String name, Object... arguments) {
        Function function = library.getFunction(name);
        return function.invokeInt(arguments);
    }

    private static Memory cleared(int bytes) {
        Memory memory = new Memory(bytes);
        memory.clear();
        return memory;
    }
}
