package etude.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;

import etude.trainer.engine.TestJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real signals to a real process, which answers each line until it is told to end. */
@EnabledOnOs(OS.LINUX)
// Against waiting for an answer that never comes; reading one cannot be interrupted.
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class StopSignalsTest {
    /**
     * Whoever runs the tests may ignore HUP or INT, as in the background, and a child inherits
     * that.
     */
    private static final List<String> DEFAULT_SIGNALS = List.of("env", "--default-signal");

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void end() {
        started.forEach(Process::destroyForcibly);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT", "USR1", "USR2", "HUP", "XCPU"})
    void eachSignalStopsAfterTheStep(String name) throws Exception {
        Child child = start(DEFAULT_SIGNALS);

        child.send(name);

        assertThat(child.read())
                .isEqualTo("SIG" + name + " received: saving; a second signal stops at once");
        assertThat(child.answer("end")).isEqualTo("saved");
        assertThat(child.process().waitFor()).isEqualTo(75);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HUP", "XCPU"})
    void whatTheSystemRepeatsDoesNotInterruptTheSaving(String name) throws Exception {
        Child child = start(DEFAULT_SIGNALS);
        child.send(name);
        assertThat(child.read()).startsWith("SIG" + name);

        for (int i = 0; i < 20; i++) {
            child.send(name);
            assertThat(child.answer("still there?")).isEqualTo("yes");
        }
        assertThat(child.answer("end")).isEqualTo("saved");
    }

    @Test
    void theSameSignalAtOnceIsTheSameRequest() throws Exception {
        Child child = start(DEFAULT_SIGNALS);
        child.send("TERM");
        child.send("TERM");
        assertThat(child.read()).startsWith("SIGTERM");
        assertThat(child.answer("still there?")).isEqualTo("yes");
        assertThat(child.answer("end")).isEqualTo("saved");
    }

    @Test
    void whoPressesTheKeysTwiceNeedNotWait() throws Exception {
        Child child = start(DEFAULT_SIGNALS);
        child.send("INT");
        assertThat(child.read()).startsWith("SIGINT");
        child.send("INT");
        assertThat(child.process().waitFor()).isEqualTo(75);
    }

    @Test
    void aSecondSignalOfAUserEndsAtOnce() throws Exception {
        Child child = start(DEFAULT_SIGNALS);
        child.send("XCPU");
        assertThat(child.read()).startsWith("SIGXCPU");

        child.send("TERM");

        assertThat(child.process().waitFor()).isEqualTo(75);
        assertThat(child.out().readLine()).isNull();
    }

    @Test
    void nohupIsHonoured() throws Exception {
        Child child = start(List.of("nohup"));
        child.send("HUP");
        assertThat(child.answer("still there?")).isEqualTo("yes");

        child.send("TERM");

        assertThat(child.read()).startsWith("SIGTERM received");
    }

    private record Child(Process process, BufferedReader out, PrintStream in) {
        void send(String signal) throws Exception {
            String pid = Long.toString(process.pid());
            assertThat(new ProcessBuilder("kill", "-" + signal, pid).start().waitFor()).isZero();
        }

        String answer(String line) throws IOException {
            in.println(line);
            in.flush();
            return read();
        }

        String read() throws IOException {
            return String.valueOf(out.readLine());
        }
    }

    private Child start(List<String> before) throws IOException {
        List<String> command = new ArrayList<>(before);
        command.addAll(TestJvm.command(StopSignalsTest.class));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("_JAVA_SR_SIGNUM", "40"); // as the launcher does
        Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        started.add(process);
        Child child =
                new Child(
                        process,
                        process.inputReader(StandardCharsets.UTF_8),
                        new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8));
        assertThat(child.read()).isEqualTo("ready");
        return child;
    }

    /** Stands for a run whose checkpoint is saved when its input says so. */
    public static void main(String[] arguments) throws IOException {
        StopSignals signals = StopSignals.install("saving", System.out::println);
        System.out.println("ready");
        BufferedReader in =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        while (!"end".equals(in.readLine())) {
            System.out.println("yes");
        }
        System.out.println(signals.requested() ? "saved" : "not asked to stop");
        System.exit(75);
    }
}
