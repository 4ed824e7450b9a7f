package etude.datasets.subword;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.datasets.EtudeException;
import etude.datasets.subword.BytePairs.Merge;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BytePairsTest {
    private static final String TRICKY =
            "Hello, wörld! 😀👩‍👩‍👧\r\n\r\n\t  tabs   and\u00a0spaces\u2003 \n\n\n它是 don't we'll 1234567 ²½ e\u0301\u0000\uFFFD";

    /** "low " five times, "lower" twice, "newest" six times and "widest" three times. */
    @Test
    void theMostFrequentPairIsMergedFirst() {
        String text = "low ".repeat(5) + "lower ".repeat(2) + "newest ".repeat(6);
        BytePairs pairs = learned(text + "widest ".repeat(3), 256 + 5 + 1);
        // es and st stand 9 times each, and so does est; then lo and low 7 times, and six pairs 6
        // times.
        assertThat(tokens(pairs, 256, 261)).containsExactly("es", "est", "lo", "low", " n");
        assertThat(pairs.encode("lowest")).containsExactly(259, 257);
        assertThat(pairs.size()).isEqualTo(262);
        assertThat(pairs.decode(new int[] {259, 257, 33})).isEqualTo("lowest!");
    }

    /** The counts that are kept up to date are those of counting again after each merge. */
    @Test
    void countsStayTrueOverManyMerges() {
        Random random = new Random(3);
        StringBuilder text = new StringBuilder();
        for (int word = 0; word < 3000; word++) {
            for (int length = random.nextInt(9); length >= 0; length--) {
                text.append((char) ('a' + Math.abs((int) (random.nextGaussian() * 2))));
            }
            text.append(' ');
        }
        BytePairs pairs = learned(text.toString(), 256 + 120 + 1);
        assertThat(pairs.merges()).isEqualTo(byCountingAgain(text.toString(), 120));
    }

    private static List<Merge> byCountingAgain(String text, int count) {
        List<List<Integer>> words = new ArrayList<>();
        PreTokens.scan(
                text,
                0,
                text.length(),
                (from, to) -> {
                    List<Integer> word = new ArrayList<>();
                    text.substring(from, to).chars().forEach(word::add);
                    words.add(word);
                });
        List<Merge> merges = new ArrayList<>();
        while (merges.size() < count) {
            Map<Long, Integer> counts = new HashMap<>();
            for (List<Integer> word : words) {
                for (int i = 0; i + 1 < word.size(); i++) {
                    counts.merge(BytePairs.pair(word.get(i), word.get(i + 1)), 1, Integer::sum);
                }
            }
            long best =
                    counts.entrySet().stream()
                            .max(
                                    Map.Entry.<Long, Integer>comparingByValue()
                                            .thenComparing(entry -> -entry.getKey()))
                            .orElseThrow()
                            .getKey();
            Merge merge =
                    new Merge((int) (best >>> 32), (int) best, BytePairs.BYTES + merges.size());
            merges.add(merge);
            for (List<Integer> word : words) {
                for (int i = 0; i + 1 < word.size(); i++) {
                    if (word.get(i) == merge.left() && word.get(i + 1) == merge.right()) {
                        word.set(i, merge.result());
                        word.remove(i + 1);
                    }
                }
            }
        }
        return merges;
    }

    @Test
    void anyTextComesBackAndItsBytesAreCounted() {
        BytePairs pairs = learned(TRICKY.repeat(3), 300);
        int[] tokens = pairs.encode(TRICKY);
        assertThat(pairs.decode(tokens)).isEqualTo(TRICKY);
        assertThat(Arrays.stream(tokens).map(pairs::bytes).sum())
                .isEqualTo(TRICKY.getBytes(StandardCharsets.UTF_8).length);
        assertThat(tokens.length).isLessThan(TRICKY.length());
    }

    @Test
    void theEndOfATextIsOneTokenWithoutBytesAndNothingIsLearntFromIt() {
        String text = "abab<|endoftext|>abab<|endoftext|>".repeat(9);
        BytePairs pairs = learned(text, 259);
        assertThat(tokens(pairs, 256, 258)).containsExactly("ab", "abab");
        assertThat(pairs.endOfText()).hasValue(258);
        assertThat(pairs.encode("abab<|endoftext|>b")).containsExactly(257, 258, 98);
        assertThat(pairs.bytes(258)).isZero();
        assertThat(pairs.decode(new int[] {98, 258})).isEqualTo("b<|endoftext|>");
    }

    @Test
    void whatIsWrittenIsRead() {
        BytePairs pairs = learned(TRICKY.repeat(3), 310);
        BytePairs read = BytePairs.read(pairs.json());
        assertThat(read.merges()).isEqualTo(pairs.merges());
        assertThat(read.json()).isEqualTo(pairs.json());
        assertThatThrownBy(() -> BytePairs.read("{}"))
                .isInstanceOf(EtudeException.class)
                .hasMessageContaining("expected byte pairs that Etude wrote");
    }

    @Test
    void aTextWithFewerPatternsSaysHowManyTokensItGives() {
        assertThatThrownBy(() -> learned("abab abab", 400))
                .isInstanceOf(EtudeException.class)
                .hasMessage(
                        "dataset.vocabulary_size: expected at most 259, as no pair of tokens stands twice in the training text after that many, found 400");
    }

    private static BytePairs learned(String text, int size) {
        BytePairLearner learner = new BytePairLearner();
        learner.add(text);
        return learner.learn(size);
    }

    private static List<String> tokens(BytePairs pairs, int from, int to) {
        List<String> tokens = new ArrayList<>();
        for (int token = from; token < to; token++) {
            tokens.add(pairs.decode(new int[] {token}));
        }
        return tokens;
    }
}
