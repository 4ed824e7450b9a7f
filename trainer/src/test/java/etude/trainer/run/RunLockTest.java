package etude.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.datasets.EtudeException;
import etude.trainer.engine.TestJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLockTest {
    @TempDir Path directory;

    /** Holds the lock of the directory in the first argument until its input ends. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] arguments) throws IOException {
            RunLock lock = RunLock.acquire(new RunDirectory(Path.of(arguments[0])));
            System.out.println("holds it");
            System.in.transferTo(System.out);
            lock.close();
        }
    }

    @Test
    void secondProcessIsToldWhoHoldsTheDirectoryUntilTheHolderDies()
            throws IOException, InterruptedException {
        RunDirectory run = new RunDirectory(directory);
        List<String> command = TestJvm.command(Holder.class);
        command.add(directory.toString());
        Process holder =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (BufferedReader output = holder.inputReader(StandardCharsets.UTF_8)) {
            assertThat(output.readLine()).startsWith("holds");

            assertThatThrownBy(() -> RunLock.acquire(run))
                    .isInstanceOf(EtudeException.class)
                    .hasMessageContaining(directory + " is in use by process " + holder.pid())
                    .hasMessageContaining("choose another run directory");
        } finally {
            holder.destroyForcibly().waitFor();
        }

        try (RunLock lock = RunLock.acquire(run)) {
            assertThat(lock).isNotNull();
            assertThat(run.lock())
                    .content()
                    .startsWith("process %d on ".formatted(ProcessHandle.current().pid()));
        }
    }
}
