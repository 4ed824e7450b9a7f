package etude.tuner.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ParagraphTest {
    @Test
    void linesBreakBetweenWordsAndKeepTheirIndent() {
        assertThat(Paragraph.lines("  one two three", 9)).containsExactly("  one two", "  three");
        assertThat(Paragraph.lines("one  two", 8)).containsExactly("one  two");
        assertThat(Paragraph.lines("longer-than-a-line", 5)).containsExactly("longer-than-a-line");
    }

    @Test
    void aCommandStaysInOneLineToBeCopied() {
        assertThat(Paragraph.lines("Now `etude study run x`, then wait", 20))
                .containsExactly("Now", "`etude study run x`,", "then wait");
    }

    @Test
    void namesAreShortenedToWhatTellsThemApart() {
        ShortPaths names =
                new ShortPaths(List.of("optimizer.beta1", "a.rate", "b.rate", "rate", "c.d"), '.');
        assertThat(List.of("optimizer.beta1", "a.rate", "b.rate", "rate", "c.d"))
                .extracting(names::of)
                .containsExactly("beta1", "a.rate", "b.rate", "rate", "d");
        assertThat(names.legend()).containsExactly("(beta1 is optimizer.beta1, d is c.d)");
        assertThat(new ShortPaths(List.of("rate"), '.').legend()).isEmpty();
    }
}
