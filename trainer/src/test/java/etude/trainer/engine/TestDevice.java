package etude.trainer.engine;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * The device that tests compute on: the CPU, or the first GPU with {@code -Detude.test.device=gpu}.
 * A test that fixes another says why.
 */
public final class TestDevice {
    private static final String PROPERTY = "etude.test.device";

    private TestDevice() {}

    /** As {@link Devices#resolve} takes it. */
    public static String name() {
        return System.getProperty(PROPERTY, "cpu");
    }

    /** The option that has another JVM compute on it as well. */
    public static String option() {
        return "-D%s=%s".formatted(PROPERTY, name());
    }

    public static Device device() {
        return Devices.resolve(name());
    }

    public static NDManager manager() {
        return NDManager.newBaseManager(device());
    }

    /** Returns when the device has done all that was asked of it. */
    public static void await() {
        try (NDManager manager = manager()) {
            HostCopy.floats(manager.zeros(new Shape(1)));
        }
    }
}
