package etude.trainer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import org.junit.jupiter.api.Test;

class EnvironmentTest {
    @Test
    void nativeCodeSeesWhatWasSet() {
        Environment.set("ETUDE_TEST_VARIABLE", "1");
        assertThat(nativeValue("ETUDE_TEST_VARIABLE")).isEqualTo("1");
    }

    @Test
    void whatAUserExportedWins() {
        String path = nativeValue("PATH");
        Environment.set("PATH", "elsewhere");
        assertThat(nativeValue("PATH")).isEqualTo(path).isNotEqualTo("elsewhere");
    }

    private static String nativeValue(String name) {
        NativeLibrary library = NativeLibrary.getInstance(Platform.C_LIBRARY_NAME);
        return library.getFunction("getenv").invokeString(new Object[] {name}, false);
    }
}
