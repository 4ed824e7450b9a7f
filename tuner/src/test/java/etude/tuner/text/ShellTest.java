package etude.tuner.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShellTest {
    /** Names that would run, expand or split in a shell. */
    private static final List<String> WORDS =
            List.of(
                    "plain/path.yaml",
                    "st2; touch pwned.yaml",
                    "$(id)",
                    "`id`",
                    "it's",
                    "*",
                    "~",
                    "a  b",
                    "line\nbreak",
                    "");

    @Test
    void aRealShellTakesEveryWordAsItIs() throws IOException {
        Process shell =
                new ProcessBuilder("sh", "-c", "printf '%s\\0' " + Shell.command(WORDS))
                        .redirectErrorStream(true)
                        .start();
        String printed = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(String.join("\0", WORDS) + "\0", printed);
    }

    @Test
    void plainWordsStayPlain() {
        assertEquals(
                "study run a/b.yaml --set x=1e-3",
                Shell.command(List.of("study", "run", "a/b.yaml", "--set", "x=1e-3")));
    }
}
