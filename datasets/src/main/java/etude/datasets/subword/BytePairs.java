package etude.datasets.subword;

import etude.datasets.EtudeException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.PriorityQueue;

/**
 * Byte-level byte-pair encoding (Sennrich et al. 2016; Radford et al. 2019). Tokens 0 to 255 are
 * the bytes, then come the merges in the order they were learnt, then the end of a text. Any text
 * can be encoded, and its bytes come back.
 */
public final class BytePairs implements Tokenizer {
    /** GPT-2's mark between texts, which is a token also where a text spells it out. */
    public static final String END_OF_TEXT = "<|endoftext|>";

    static final int BYTES = 256;

    /** Fewer tokens would be the bytes and the end of a text alone. */
    public static final int LEAST_SIZE = BYTES + 2;

    /** Pieces of a text whose tokens are remembered, since most come again. */
    private static final int MOST_REMEMBERED = 1 << 17;

    private static final int LONGEST_REMEMBERED = 32;

    private final List<Merge> merges;
    private final byte[][] tokens;
    private final Map<Long, Integer> ranks = new HashMap<>();
    private final Map<String, int[]> remembered = new HashMap<>();

    /**
     * Two tokens that become one where they stand beside each other.
     *
     * @param result the token that they become
     */
    record Merge(int left, int right, int result) {}

    /**
     * Takes merges, those that come first going first; each makes the next token, or one that an
     * earlier one made of the same bytes.
     */
    BytePairs(List<Merge> merges) {
        this.merges = List.copyOf(merges);
        List<byte[]> made = new ArrayList<>();
        for (int value = 0; value < BYTES; value++) {
            made.add(new byte[] {(byte) value});
        }
        for (Merge merge : merges) {
            ranks.put(pair(merge.left, merge.right), ranks.size());
            if (merge.result == made.size()) {
                made.add(joined(made.get(merge.left), made.get(merge.right)));
            }
        }
        made.add(END_OF_TEXT.getBytes(StandardCharsets.UTF_8));
        tokens = made.toArray(byte[][]::new);
    }

    /**
     * The byte pairs that {@link #json} wrote.
     *
     * @throws EtudeException when the text is something else
     */
    public static BytePairs read(String json) {
        return BytePairsJson.read(json);
    }

    static byte[] joined(byte[] left, byte[] right) {
        byte[] both = Arrays.copyOf(left, left.length + right.length);
        System.arraycopy(right, 0, both, left.length, right.length);
        return both;
    }

    static long pair(int left, int right) {
        return (long) left << Integer.SIZE | right;
    }

    List<Merge> merges() {
        return merges;
    }

    /** The bytes of a token; of the end of a text, those of its name. */
    byte[] token(int number) {
        return tokens[number];
    }

    @Override
    public int size() {
        return tokens.length;
    }

    @Override
    public synchronized int[] encode(String text) {
        Tokens found = new Tokens();
        int from = 0;
        for (int mark = text.indexOf(END_OF_TEXT);
                mark >= 0;
                mark = text.indexOf(END_OF_TEXT, from)) {
            encode(text, from, mark, found);
            found.add(tokens.length - 1);
            from = mark + END_OF_TEXT.length();
        }
        encode(text, from, text.length(), found);
        return found.toArray();
    }

    private void encode(String text, int from, int to, Tokens found) {
        PreTokens.scan(
                text,
                from,
                to,
                (start, end) -> {
                    String piece = text.substring(start, end);
                    int[] known = remembered.get(piece);
                    found.addAll(known == null ? merged(piece) : known);
                });
    }

    private int[] merged(String piece) {
        int[] merged = new Word(piece.getBytes(StandardCharsets.UTF_8)).merged();
        if (piece.length() <= LONGEST_REMEMBERED) {
            if (remembered.size() >= MOST_REMEMBERED) {
                remembered.clear();
            }
            remembered.put(piece, merged);
        }
        return merged;
    }

    @Override
    public String decode(int[] numbers) {
        int length = 0;
        for (int number : numbers) {
            length += tokens[number].length;
        }
        byte[] bytes = new byte[length];
        int at = 0;
        for (int number : numbers) {
            System.arraycopy(tokens[number], 0, bytes, at, tokens[number].length);
            at += tokens[number].length;
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public int bytes(int token) {
        return token == tokens.length - 1 ? 0 : tokens[token].length;
    }

    @Override
    public OptionalInt endOfText() {
        return OptionalInt.of(tokens.length - 1);
    }

    @Override
    public String json() {
        return BytePairsJson.write(this);
    }

    /** Numbers of tokens that are being collected. */
    private static final class Tokens {
        private int[] numbers = new int[1 << 10];
        private int size;

        void add(int number) {
            if (size == numbers.length) {
                numbers = Arrays.copyOf(numbers, 2 * size);
            }
            numbers[size++] = number;
        }

        void addAll(int[] more) {
            for (int number : more) {
                add(number);
            }
        }

        int[] toArray() {
            return Arrays.copyOf(numbers, size);
        }
    }

    /** A piece that is being merged: its tokens as a chain, so that a merge costs no copy. */
    private final class Word {
        private static final int NONE = -1;

        private final int[] symbols;
        private final int[] next;
        private final int[] previous;

        /** Merges that may be due: the earliest learnt first, then the leftmost. */
        private final PriorityQueue<Long> due = new PriorityQueue<>();

        Word(byte[] bytes) {
            symbols = new int[bytes.length];
            next = new int[bytes.length];
            previous = new int[bytes.length];
            for (int i = 0; i < bytes.length; i++) {
                symbols[i] = bytes[i] & 0xff;
                next[i] = i + 1;
                previous[i] = i - 1;
            }
            for (int i = 0; i + 1 < bytes.length; i++) {
                offer(i);
            }
        }

        private int rank(int at) {
            if (symbols[at] == NONE || next[at] == symbols.length) {
                return NONE;
            }
            return ranks.getOrDefault(pair(symbols[at], symbols[next[at]]), NONE);
        }

        private void offer(int at) {
            int rank = rank(at);
            if (rank != NONE) {
                due.add(pair(rank, at));
            }
        }

        int[] merged() {
            for (Long first = due.poll(); first != null; first = due.poll()) {
                int at = first.intValue();
                int rank = (int) (first >>> Integer.SIZE);
                if (rank(at) == rank) { // what is due was not merged in another way
                    join(at, merges.get(rank).result);
                }
            }
            Tokens left = new Tokens();
            for (int at = 0; at < symbols.length; at = next[at]) {
                left.add(symbols[at]);
            }
            return left.toArray();
        }

        private void join(int at, int result) {
            int gone = next[at];
            symbols[at] = result;
            symbols[gone] = NONE;
            next[at] = next[gone];
            if (next[at] < symbols.length) {
                previous[next[at]] = at;
            }
            offer(at);
            if (previous[at] >= 0) {
                offer(previous[at]);
            }
        }
    }
}
