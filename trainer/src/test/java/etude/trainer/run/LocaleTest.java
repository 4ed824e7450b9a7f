package etude.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;

import etude.trainer.checkpoint.CheckpointDirectory;
import etude.trainer.checkpoint.CheckpointInfo;
import etude.trainer.run.SmallRun.Quiet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run does not depend on the language of whoever starts it. */
final class LocaleTest {
    @TempDir Path folder;

    @Test
    void otherDigitsChangeNeitherNumbersNorNamesNorTheFingerprint() throws Exception {
        Path here = folder.resolve("here");
        SmallRun.run(here, new Quiet());
        Path persian = folder.resolve("persian");

        Process child = SmallRun.start(persian, "-Duser.language=fa", "-Duser.country=IR");

        assertThat(child.waitFor()).isZero();
        assertThat(SmallRun.bits(persian)).isEqualTo(SmallRun.bits(here));
        assertThat(files(persian)).isEqualTo(files(here));
        assertThat(data(persian)).isEqualTo(data(here)).matches("[ -~]+");
    }

    private static String data(Path run) {
        Map<String, String> facts =
                new CheckpointDirectory(new RunDirectory(run).checkpoints())
                        .list().stream().map(CheckpointInfo::facts).findFirst().orElseThrow();
        return String.valueOf(facts.get("data"));
    }

    /** But for the events of TensorBoard, whose names hold time and process. */
    private static List<String> files(Path run) throws IOException {
        try (Stream<Path> files = Files.walk(run)) {
            return files.map(file -> run.relativize(file).toString())
                    .filter(name -> !name.contains("tfevents"))
                    .sorted()
                    .toList();
        }
    }
}
