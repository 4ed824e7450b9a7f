package etude.tuner.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MemoryLimitTest {
    @ParameterizedTest
    @CsvSource({
        "2GiB,2147483648",
        "1.5 GiB,1610612736",
        "300mib,314572800",
        "1GB,1000000000",
    })
    void readsANumberAndAUnit(String text, long bytes) {
        assertThat(MemoryLimit.parse(text)).isEqualTo(new MemoryLimit(bytes));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2", "GiB", "-1GiB", "2 apples", "1e3GiB"})
    void refusesAnythingElse(String text) {
        assertThatThrownBy(() -> MemoryLimit.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("such as 2GiB")
                .hasMessageContaining(text);
    }

    @Test
    void refusesLessThanJavaNeeds() {
        assertThatThrownBy(() -> MemoryLimit.parse("10MiB")).hasMessageContaining("256.0 MiB");
    }

    /** Takes so many MiB outside the Java heap, and says so. */
    static final class Taker {
        private Taker() {}

        public static void main(String[] arguments) {
            List<ByteBuffer> taken = new ArrayList<>();
            for (int i = 0; i < Integer.parseInt(arguments[0]); i++) {
                taken.add(ByteBuffer.allocateDirect(1 << 20));
            }
            Runtime.getRuntime().halt(taken.size() == Integer.parseInt(arguments[0]) ? 7 : 8);
        }
    }

    @Test
    void theKernelRefusesWhatIsBeyondTheLimit() throws Exception {
        assumeTrue(MemoryLimit.supported(), "this system has no such limit");
        MemoryLimit limit = MemoryLimit.parse("600MiB");
        assertThat(exitCode(limit, 100)).isEqualTo(7);
        assertThat(exitCode(limit, 700)).isNotEqualTo(7);
    }

    private static int exitCode(MemoryLimit limit, int mebibytes) throws Exception {
        List<String> options = new ArrayList<>(limit.jvmOptions());
        options.add("-XX:MaxDirectMemorySize=4g");
        options.add("-XX:ErrorFile=" + Path.of("target", "hs_err_limit.log"));
        List<String> command =
                ChildJvm.command(Taker.class, options, List.of(Integer.toString(mebibytes)));
        return new ProcessBuilder(limit.enforce(command))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
