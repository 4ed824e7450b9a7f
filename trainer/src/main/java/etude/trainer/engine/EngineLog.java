package etude.trainer.engine;

import com.sun.jna.NativeLibrary;

/** What PyTorch itself prints on stderr. */
final class EngineLog {
    private static final String LEVEL = "TORCH_CPP_LOG_LEVEL";

    private EngineLog() {}

    /**
     * Leaves errors only, unless the variable asks for more: warnings, such as that DJL calls a
     * deprecated function, are for developers of PyTorch. Python's PyTorch has the level read as it
     * starts; libtorch alone has not.
     */
    static void leaveErrors() {
        Environment.set(LEVEL, "ERROR");
        try {
            NativeLibrary.getInstance("c10")
                    .getFunction("_ZN3c1011initLoggingEv")
                    .invokeVoid(new Object[0]);
        } catch (UnsatisfiedLinkError e) {
            return; // another system's names: the warnings stay
        }
    }
}
