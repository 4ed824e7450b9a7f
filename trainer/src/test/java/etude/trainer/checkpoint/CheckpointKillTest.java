package etude.trainer.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import etude.trainer.config.CheckpointsConfig.Mode;
import etude.trainer.engine.TestJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process killed at any moment of saving loses nothing that it had announced. */
class CheckpointKillTest {
    @TempDir Path root;

    /** Saves every step twice, so that replacing is interrupted too, and prints each when done. */
    static final class Saver {
        private Saver() {}

        public static void main(String[] arguments) {
            CheckpointDirectory checkpoints = CheckpointDirectory.forWriting(Path.of(arguments[0]));
            for (long step = Long.parseLong(arguments[1]); ; step++) {
                checkpoints.save(step, Checkpoints.content(step));
                checkpoints.save(step, Checkpoints.content(step));
                checkpoints.retain(1, "validation/error_rate", Mode.MAX);
                System.out.println(step);
            }
        }
    }

    @Test
    void killedSaverLeavesTheLastCheckpointWhole() throws IOException, InterruptedException {
        long step = 1;
        for (int lines : List.of(1, 4, 9)) {
            long announced = saveUntilKilled(step, lines);
            List<String> notes = new ArrayList<>();

            step = CheckpointDirectory.forWriting(root).loadLatest(notes::add).orElseThrow().step();

            assertThat(step).isGreaterThanOrEqualTo(announced);
            assertThat(notes).isEmpty();
            assertThat(root.toFile().list()).noneMatch(name -> name.matches("step-\\d+\\..*"));
        }
    }

    private long saveUntilKilled(long firstStep, int lines)
            throws IOException, InterruptedException {
        List<String> command = TestJvm.command(Saver.class);
        command.addAll(List.of(root.toString(), Long.toString(firstStep)));
        Process saver =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        long announced = 0;
        try (BufferedReader output = saver.inputReader(StandardCharsets.UTF_8)) {
            for (int line = 0; line < lines; line++) {
                announced = Long.parseLong(output.readLine());
            }
        } finally {
            saver.destroyForcibly().waitFor();
        }
        return announced;
    }
}
