package etude.trainer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import etude.datasets.EtudeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine's library lies packed in a jar, and goes to a folder before it is loaded. */
final class EngineCacheTest {
    @TempDir Path folder;

    @Test
    void aCacheThatCannotBeWrittenIsNamedWithTheVariableThatMovesIt() throws Exception {
        Path noFolder = Files.createFile(folder.resolve("cache"));
        ProcessBuilder child = new ProcessBuilder(TestJvm.command(EngineCacheTest.class));
        child.environment().put("ENGINE_CACHE_DIR", noFolder.toString());
        child.environment().put("DJL_CACHE_DIR", noFolder.toString());

        Process process = child.redirectError(ProcessBuilder.Redirect.DISCARD).start();

        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(out)
                .startsWith("the engine's native library cannot be unpacked below " + noFolder)
                .endsWith("set ENGINE_CACHE_DIR to a folder that can be written to");
    }

    /** Prints what loading the engine fails with. */
    public static void main(String[] arguments) {
        try {
            Devices.resolve("cpu"); // the engine fails before there is any device
        } catch (EtudeException e) {
            System.out.print(e.getMessage());
        }
    }
}
