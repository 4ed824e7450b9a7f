package etude.tuner.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a real mpirun starts. */
@Tag("ranks")
final class MpiRunTest {
    /** The launcher has it, and Open MPI looks for class paths in the options of Java. */
    @Test
    void noOptionOfAJavaProgramIsChanged() throws IOException, InterruptedException {
        assumeTrue(
                MpiRun.isInstalled(),
                "Open MPI's mpirun is not installed (apt-get install openmpi-bin)");
        List<String> java =
                ChildJvm.command(
                        MpiRunTest.class,
                        List.of("-Xbootclasspath/a:/nowhere", "-Xshare:auto"),
                        List.of("a:b", "-cp"));
        Process process =
                new ProcessBuilder(
                                MpiRun.command(
                                        List.of(
                                                new MpiRun.Rank(Map.of("ETUDE_TOLD", "x"), java),
                                                new MpiRun.Rank(Map.of("ETUDE_TOLD", "x"), java))))
                        .redirectErrorStream(true)
                        .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said.lines()).containsExactly("a:b -cp x", "a:b -cp x");
    }

    /** A rank of this test. */
    public static void main(String[] arguments) {
        System.out.println(String.join(" ", arguments) + " " + System.getenv("ETUDE_TOLD"));
    }
}
