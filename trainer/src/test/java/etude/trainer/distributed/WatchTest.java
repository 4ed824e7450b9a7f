package etude.trainer.distributed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** With real ranks, which a real mpirun starts. */
@Tag("ranks")
final class WatchTest {
    private static final String PATH = System.getenv().getOrDefault("PATH", "");

    /** MPI tells nobody who is missing there. */
    @Test
    @Timeout(60)
    void rankThatStopsWithinACollectiveOperationIsNamed() throws Exception {
        assumeTrue(
                Arrays.stream(PATH.split(":"))
                        .anyMatch(bin -> Files.exists(Path.of(bin, "mpirun"))),
                "Open MPI's mpirun is not installed (apt-get install openmpi-bin)");
        Process process = threeRanks();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(said).doesNotContain("rank 0 has met", "rank 2 has met");
        String stopped = one("process (\\d+) stops", said);
        assertThat(one("said (.*)", said))
                .matches(
                        "rank 1 on \\S+ \\(process %s\\) has not answered for 2 s .* uses no processor time: .*"
                                .formatted(stopped));
    }

    /** What a pattern's group is at its only place. */
    private static String one(String pattern, String text) {
        List<MatchResult> found = Pattern.compile(pattern).matcher(text).results().toList();
        assertThat(found).as(text).hasSize(1);
        return found.get(0).group(1);
    }

    private static Process threeRanks() throws IOException {
        return new ProcessBuilder(
                        "mpirun",
                        "--quiet",
                        "--oversubscribe",
                        "--bind-to",
                        "none",
                        "--allow-run-as-root",
                        "-np",
                        "3",
                        "env", // it would change the options of a program named java
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StoppedRanks.class.getName())
                .redirectErrorStream(true)
                .start();
    }
}
