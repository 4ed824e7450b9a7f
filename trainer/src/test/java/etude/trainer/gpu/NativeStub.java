package etude.trainer.gpu;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** Compiles a library of the test's resources, where there is a gcc. */
public final class NativeStub {
    private NativeStub() {}

    /**
     * Makes one.
     *
     * @param source a resource beside this class
     * @param library to make
     * @param options further ones of gcc
     */
    public static Path compile(String source, Path library, String... options)
            throws IOException, InterruptedException {
        Path file = Files.createTempFile("etude-stub-", ".c");
        try (InputStream in = NativeStub.class.getResourceAsStream(source)) {
            Files.write(file, in.readAllBytes());
            List<String> words = new ArrayList<>(List.of("gcc", "-shared", "-fPIC", "-w"));
            words.addAll(List.of(options));
            words.add("-Wl,-soname," + library.getFileName());
            words.addAll(List.of("-o", library.toString(), file.toString()));
            Process gcc = start(words);
            if (gcc.waitFor() != 0) {
                throw new IOException("gcc cannot compile " + source);
            }
            return library;
        } finally {
            Files.delete(file);
        }
    }

    private static Process start(List<String> words) {
        try {
            return new ProcessBuilder(words).inheritIO().start();
        } catch (IOException e) {
            return Assumptions.abort("no gcc here: " + e.getMessage());
        }
    }
}
