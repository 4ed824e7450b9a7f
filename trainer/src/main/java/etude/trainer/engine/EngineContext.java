package etude.trainer.engine;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;

/**
 * PyTorch's settings of the process, {@code at::Context}, which DJL does not offer but the library
 * exports. Names are those that Linux's compilers give them; another system's library has others,
 * which is an {@link UnsatisfiedLinkError}.
 */
final class EngineContext {
    private static final String GLOBAL = "_ZN2at13globalContextEv";

    private final NativeLibrary library;
    private final Pointer context;

    private EngineContext(NativeLibrary library, Pointer context) {
        this.library = library;
        this.context = context;
    }

    /** That of the engine, which must be loaded. */
    static EngineContext get() {
        NativeLibrary library = NativeLibrary.getInstance("torch_cpu");
        return new EngineContext(library, library.getFunction(GLOBAL).invokePointer(new Object[0]));
    }

    /** What a getter of one truth value says. */
    boolean says(String getter) {
        return (library.getFunction(getter).invokeInt(new Object[] {context}) & 1) == 1;
    }

    /** Calls a setter of truth values. */
    void set(String setter, boolean... values) {
        Object[] arguments = new Object[1 + values.length];
        arguments[0] = context;
        for (int i = 0; i < values.length; i++) {
            arguments[1 + i] = values[i] ? 1 : 0;
        }
        library.getFunction(setter).invokeVoid(arguments);
    }
}
