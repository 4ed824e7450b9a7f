package etude.tuner.process;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command of another JVM with the class path and the options of this one. */
public final class ChildJvm {
    private ChildJvm() {}

    /**
     * The words of the command.
     *
     * @param main the class to run
     * @param options of the JVM, after those of this one
     * @param arguments of the main class
     */
    public static List<String> command(
            Class<?> main, List<String> options, List<String> arguments) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        words.addAll(options);
        words.add("-cp");
        words.add(System.getProperty("java.class.path"));
        words.add(main.getName());
        words.addAll(arguments);
        return words;
    }
}
