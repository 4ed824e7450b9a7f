package etude.trainer.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import etude.datasets.Batch;
import etude.datasets.EtudeException;
import etude.datasets.Target;
import etude.datasets.encoding.Encoding;
import etude.datasets.encoding.Vocabulary;
import etude.datasets.preprocessing.Preprocessing;
import etude.datasets.split.FeatureStatistics;
import etude.datasets.split.TargetScale;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ContinuationTest {
    private static final float[] LOGITS = {0, 2, 1, -3};

    private static Continuation drawing(double temperature, OptionalInt top, long seed) {
        return new Continuation(10, temperature, top, seed);
    }

    /** How often each token is drawn in 4,000 positions. */
    private static double[] frequencies(Continuation continuation) {
        double[] counts = new double[LOGITS.length];
        for (int k = 0; k < 4000; k++) {
            counts[continuation.drawn(LOGITS, k)] += 1.0 / 4000;
        }
        return counts;
    }

    private static double[] expected(double temperature, int kept) {
        float[] sorted = LOGITS.clone();
        Arrays.sort(sorted);
        double[] shares = new double[LOGITS.length];
        for (int i = 0; i < shares.length; i++) {
            boolean in = LOGITS[i] >= sorted[LOGITS.length - kept];
            shares[i] = in ? Math.exp(LOGITS[i] / temperature) : 0;
        }
        double sum = Arrays.stream(shares).sum();
        return Arrays.stream(shares).map(share -> share / sum).toArray();
    }

    @Test
    void tokensAreDrawnAsOftenAsTheyAreProbable() {
        for (double temperature : new double[] {0.5, 1, 2}) {
            for (int top : new int[] {2, 4}) {
                double[] found = frequencies(drawing(temperature, OptionalInt.of(top), 1));
                double[] expected = expected(temperature, top);
                for (int i = 0; i < found.length; i++) {
                    // four standard errors of a share near one half
                    assertThat(found[i]).isCloseTo(expected[i], within(0.032));
                }
            }
        }
    }

    @Test
    void temperatureZeroAndTheBestOfOneAreTheMostProbable() {
        assertThat(drawing(0, OptionalInt.empty(), 3).drawn(LOGITS, 5)).isEqualTo(1);
        assertThat(frequencies(drawing(1, OptionalInt.of(1), 3))[1]).isCloseTo(1, within(1e-9));
    }

    @Test
    void theSeedDecides() {
        String first = sequence(7);
        assertThat(sequence(7)).isEqualTo(first);
        assertThat(sequence(8)).isNotEqualTo(first);
    }

    private static String sequence(long seed) {
        return IntStream.range(0, 40)
                .mapToObj(k -> "" + drawing(1, OptionalInt.empty(), seed).drawn(LOGITS, k))
                .collect(Collectors.joining());
    }

    /** Says with certainty that the token after t is t + 1; other positions it would betray. */
    private record Counter(Preprocessing preprocessing) implements Predictor {
        @Override
        public int batchSize() {
            return 1;
        }

        @Override
        public float[] outputs(Batch batch) {
            throw new IllegalStateException("not asked for");
        }

        @Override
        public float[] next(Batch window, int position) {
            float[] logits = new float[256];
            logits[(window.tokens()[position] + 1) % 256] = 100;
            return logits;
        }

        @Override
        public void close() {}
    }

    @Test
    void aPromptLongerThanTheContextIsReadFromItsEnd() {
        Preprocessing bytes =
                new Preprocessing(
                        new Encoding.Text(new Vocabulary.Bytes(), 4),
                        new Target.NextToken(256),
                        new FeatureStatistics(new float[0], new float[0]),
                        TargetScale.own());
        for (String prompt : new String[] {"a", "abcd", "uvwxyzabcd"}) {
            StringBuilder text = new StringBuilder();
            drawing(1, OptionalInt.empty(), 1)
                    .of(
                            new Counter(bytes),
                            Continuation.encoded(new Vocabulary.Bytes(), prompt),
                            text::append);
            char last = prompt.charAt(prompt.length() - 1);
            String expected =
                    IntStream.rangeClosed(1, 10)
                            .mapToObj(i -> Character.toString(last + i))
                            .collect(Collectors.joining());
            assertThat(text).hasToString(expected);
        }
    }

    @Test
    void bytesBecomeTextAsSoonAsACharacterIsWhole() {
        TokenText text = TokenText.of(new Vocabulary.Bytes());
        StringBuilder pieces = new StringBuilder();
        for (byte value : "aé\uD83D\uDE00".getBytes(StandardCharsets.UTF_8)) {
            pieces.append('[').append(text.next(value & 0xff)).append(']');
        }
        assertThat(pieces).hasToString("[a][][é][][][][\uD83D\uDE00]");
        assertThat(text.next(0xC3) + text.next('b') + text.next(0xE2) + text.end())
                .isEqualTo("\uFFFDb\uFFFD");
    }

    @Test
    void aPromptThatTheModelCannotReadIsRefused() {
        Vocabulary vocabulary = new Vocabulary.Characters(new int[] {'a', 'b'});
        assertThatThrownBy(() -> Continuation.encoded(vocabulary, "abc"))
                .isInstanceOf(EtudeException.class)
                .hasMessageContaining("has no 'c'");
        assertThatThrownBy(() -> Continuation.encoded(vocabulary, ""))
                .hasMessageContaining("at least one character");
    }
}
