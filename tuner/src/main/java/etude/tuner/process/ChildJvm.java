package etude.tuner.process;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command of another JVM with the class path and the options of this one. */
public final class ChildJvm {
    /** That of {@code Etude.main}: no file, name or number depends on the user's language. */
    private static final List<String> SAME_LOCALE = List.of("-Duser.language=", "-Duser.country=");

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
        words.addAll(SAME_LOCALE);
        words.addAll(options);
        words.add("-cp");
        words.add(System.getProperty("java.class.path"));
        words.add(main.getName());
        words.addAll(arguments);
        return words;
    }
}
