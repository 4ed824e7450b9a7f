package etude.datasets.subword;

import etude.datasets.EtudeException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Learns byte pairs (Sennrich et al. 2016): the most frequent pair of tokens within words becomes a
 * token, again and again; of equally frequent pairs, that of the smaller numbers. Each pair's count
 * is kept up to date by the words it stands in, so that a merge costs what it changes.
 */
public final class BytePairLearner {
    /** Longer words, which hardly are any, are learnt from in parts. */
    private static final int LONGEST_WORD = 128;

    /** Beyond so many different words, those that were seen once so far are forgotten. */
    private static final int MOST_WORDS = 4_000_000;

    /** A pair that stands once is no pattern. */
    private static final int LEAST_COUNT = 2;

    private final Map<String, long[]> words = new HashMap<>();

    /** Counts the words of a text, or of a part of one that no word reaches out of. */
    public void add(String text) {
        int from = 0;
        for (int mark = text.indexOf(BytePairs.END_OF_TEXT);
                mark >= 0;
                mark = text.indexOf(BytePairs.END_OF_TEXT, from)) {
            count(text, from, mark);
            from = mark + BytePairs.END_OF_TEXT.length();
        }
        count(text, from, text.length());
    }

    private void count(String text, int from, int to) {
        PreTokens.scan(
                text,
                from,
                to,
                (start, end) -> {
                    for (int at = start; at < end; at += LONGEST_WORD) {
                        String word = text.substring(at, Math.min(end, at + LONGEST_WORD));
                        words.computeIfAbsent(word, none -> new long[1])[0]++;
                    }
                });
        if (words.size() > MOST_WORDS) {
            words.values().removeIf(count -> count[0] < LEAST_COUNT);
        }
    }

    /**
     * Byte pairs of {@code size} tokens, with the bytes and the end of a text.
     *
     * @throws EtudeException when the text has fewer patterns
     */
    public BytePairs learn(int size) {
        if (size < BytePairs.LEAST_SIZE) {
            throw new IllegalArgumentException("too few tokens: " + size);
        }
        return new Learning(words, size).learn();
    }

    /** A pair of tokens, how often it stands in all texts, and in which words it may stand. */
    private static final class Pair {
        private final int left;
        private final int right;
        private long count;
        private int[] words = new int[4];
        private int size;

        Pair(int left, int right) {
            this.left = left;
            this.right = right;
        }

        void standsIn(int word) {
            if (size > 0 && words[size - 1] == word) {
                return;
            }
            if (size == words.length) {
                words = Arrays.copyOf(words, 2 * size);
            }
            words[size++] = word;
        }
    }

    /** A pair with the count it had when it was put into the queue. */
    private record Candidate(Pair pair, long count) {
        static final Comparator<Candidate> ORDER =
                Comparator.comparingLong((Candidate one) -> -one.count)
                        .thenComparingInt(one -> one.pair.left)
                        .thenComparingInt(one -> one.pair.right);
    }

    private static final class Learning {
        private static final int EVERY = -1;

        private final int size;
        private final int[][] words;
        private final long[] counts;
        private final Map<Long, Pair> pairs = new HashMap<>();
        private final PriorityQueue<Candidate> queue = new PriorityQueue<>(Candidate.ORDER);

        /** Pairs whose count the current merge raised. */
        private final Set<Pair> risen = new HashSet<>();

        private final List<byte[]> tokens = new ArrayList<>();
        private final Map<String, Integer> numbers = new HashMap<>();
        private final List<BytePairs.Merge> merges = new ArrayList<>();

        Learning(Map<String, long[]> texts, int size) {
            this.size = size;
            List<String> sorted = new ArrayList<>(texts.keySet());
            sorted.sort(Comparator.naturalOrder()); // whatever order the map has
            words = new int[sorted.size()][];
            counts = new long[sorted.size()];
            for (int value = 0; value < BytePairs.BYTES; value++) {
                name(new byte[] {(byte) value});
            }
            for (int word = 0; word < words.length; word++) {
                byte[] bytes = sorted.get(word).getBytes(StandardCharsets.UTF_8);
                words[word] = new int[bytes.length];
                Arrays.setAll(words[word], i -> bytes[i] & 0xff);
                counts[word] = texts.getOrDefault(sorted.get(word), new long[1])[0];
                count(word, counts[word], EVERY);
            }
            pairs.values().forEach(this::offer);
        }

        /** The number of a token that has these bytes. */
        private int name(byte[] bytes) {
            int next = tokens.size();
            int number =
                    numbers.computeIfAbsent(
                            new String(bytes, StandardCharsets.ISO_8859_1), none -> next);
            if (number == next) {
                tokens.add(bytes);
            }
            return number;
        }

        /**
         * Adds the pairs of a word, or takes them away.
         *
         * @param made the token that is new in this word, whose pairs it did not have
         */
        private void count(int word, long times, int made) {
            int[] symbols = words[word];
            for (int i = 0; i + 1 < symbols.length; i++) {
                int left = symbols[i];
                int right = symbols[i + 1];
                Pair pair =
                        pairs.computeIfAbsent(
                                BytePairs.pair(left, right), none -> new Pair(left, right));
                pair.count += times;
                if (times > 0 && (made == EVERY || left == made || right == made)) {
                    pair.standsIn(word);
                    risen.add(pair);
                }
            }
        }

        private void offer(Pair pair) {
            queue.add(new Candidate(pair, pair.count));
        }

        BytePairs learn() {
            while (tokens.size() < size - 1) {
                Candidate best = queue.poll();
                if (best == null || best.count < LEAST_COUNT) {
                    throw new EtudeException(
                            "dataset.vocabulary_size: expected at most %d, as no pair of tokens stands twice in the training text after that many, found %d"
                                    .formatted(tokens.size() + 1, size));
                }
                if (best.count == best.pair.count) {
                    merge(best.pair);
                } else {
                    offer(best.pair);
                }
            }
            return new BytePairs(merges);
        }

        private void merge(Pair pair) {
            int result = name(BytePairs.joined(tokens.get(pair.left), tokens.get(pair.right)));
            merges.add(new BytePairs.Merge(pair.left, pair.right, result));
            risen.clear();
            for (int i = 0; i < pair.size; i++) {
                int word = pair.words[i];
                int[] merged = merged(words[word], pair, result);
                if (merged.length < words[word].length) { // it may stand here no more
                    count(word, -counts[word], EVERY);
                    words[word] = merged;
                    count(word, counts[word], result);
                }
            }
            pairs.remove(BytePairs.pair(pair.left, pair.right));
            risen.forEach(this::offer);
        }

        private static int[] merged(int[] symbols, Pair pair, int result) {
            int[] merged = new int[symbols.length];
            int length = 0;
            for (int i = 0; i < symbols.length; i++) {
                boolean here =
                        i + 1 < symbols.length
                                && symbols[i] == pair.left
                                && symbols[i + 1] == pair.right;
                merged[length++] = here ? result : symbols[i];
                i += here ? 1 : 0;
            }
            return Arrays.copyOf(merged, length);
        }
    }
}
