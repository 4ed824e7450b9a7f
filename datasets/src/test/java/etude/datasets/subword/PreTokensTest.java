package etude.datasets.subword;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PreTokensTest {
    private static final Pattern GPT2 =
            Pattern.compile(
                    "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
                    Pattern.UNICODE_CHARACTER_CLASS);

    /** Characters of each kind, two of them outside of the first plane, and all kinds of space. */
    private static final String[] PARTS = {
        "a", "Z", "é", "漢", "𝒜", "1", "٣", "²", "'", "s", "t", "re", "ll", "d", "!", "-", "😀",
        "\u0301", " ", "  ", "\n", "\r\n", "\t", "\u00a0", "\u2003", "\u0085", "\u200b", "\u0000"
    };

    @Test
    void textsAreCutAsTheExpressionOfGpt2CutsThem() {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int part = random.nextInt(12); part >= 0; part--) {
                text.append(PARTS[random.nextInt(PARTS.length)]);
            }
            assertThat(pieces(text.toString())).isEqualTo(expected(text.toString()));
        }
    }

    @Test
    void aSpaceGoesWithTheWordBehindIt() {
        assertThat(pieces("I'll  say: it's 42\n\n ok "))
                .containsExactly(
                        "I", "'ll", " ", " say", ":", " it", "'s", " 42", "\n\n", " ok", " ");
    }

    private static List<String> pieces(String text) {
        List<String> pieces = new ArrayList<>();
        PreTokens.scan(text, 0, text.length(), (from, to) -> pieces.add(text.substring(from, to)));
        return pieces;
    }

    private static List<String> expected(String text) {
        return GPT2.matcher(text).results().map(found -> found.group()).toList();
    }
}
