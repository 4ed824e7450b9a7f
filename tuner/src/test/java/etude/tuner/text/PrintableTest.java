package etude.tuner.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PrintableTest {
    @Test
    void nothingActsOnATerminalOrBreaksTheLine() {
        assertEquals(
                "  red\uFFFD[31m, two lines, a tab",
                Printable.line("  red\u001b[31m,\n   two lines,\ta tab\n"));
        assertEquals("\uFFFD\uFFFD", Printable.line("\u009b\u0000"));
    }
}
