package etude.trainer.engine;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;

/** Environment variables of this process as native code sees them, which Java cannot set. */
public final class Environment {
    private Environment() {}

    /** Whether a variable has a value, by whomever. */
    static boolean isSet(String name) {
        return NativeLibrary.getInstance(Platform.C_LIBRARY_NAME)
                        .getFunction("getenv")
                        .invokePointer(new Object[] {name})
                != null;
    }

    /** Sets a variable, unless it is set already: what a user exported wins. */
    public static synchronized void set(String name, String value) {
        if (System.getenv(name) != null) {
            return;
        }
        NativeLibrary library = NativeLibrary.getInstance(Platform.C_LIBRARY_NAME);
        int failed =
                Platform.isWindows()
                        ? library.getFunction("_putenv_s").invokeInt(new Object[] {name, value})
                        : library.getFunction("setenv").invokeInt(new Object[] {name, value, 0});
        if (failed != 0) {
            throw new IllegalStateException("cannot set " + name);
        }
    }

    /**
     * Does something that reads the environment on a thread of its own, such as to load a library:
     * to read it while it is changed may crash a process.
     */
    static synchronized void unchangedDuring(Runnable work) {
        work.run();
    }
}
