package etude.tuner.process;

/**
 * The device that tests train on: the CPU, or the first GPU with {@code -Detude.test.device=gpu}.
 */
public final class TestDevice {
    private TestDevice() {}

    /** As {@code --device} takes it. */
    public static String name() {
        return System.getProperty("etude.test.device", "cpu");
    }

    /** As the workers of a study take it. */
    public static ChildDevice child() {
        return new ChildDevice(name());
    }
}
