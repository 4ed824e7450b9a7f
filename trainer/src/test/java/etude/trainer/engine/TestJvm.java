package etude.trainer.engine;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command of another JVM with the class path and the options of this one. */
public final class TestJvm {
    private TestJvm() {}

    /**
     * Its words, which arguments may follow.
     *
     * @param options of the JVM, after those of this one
     */
    public static List<String> command(Class<?> main, String... options) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        words.addAll(List.of(options));
        words.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        return words;
    }
}
