package etude.trainer.tokenizer;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.IntStream;

/** Files of GPT-2's kind whose merges are of two bytes each. */
public final class ByteTokenizers {
    private static final int BYTES = 256;
    private static final int GPT2_MERGES = 50_000;

    private ByteTokenizers() {}

    /** Two bytes that become one token. */
    public record Pair(int left, int right) {}

    /** As many tokens as GPT-2's: 256 bytes, 50,000 merges and the end of a text. */
    public static String ofTheSizeOfGpt2s() {
        return json(
                IntStream.range(0, GPT2_MERGES)
                        .mapToObj(i -> new Pair(i / BYTES, i % BYTES))
                        .toList());
    }

    /** The tokenizer.json of some merges. */
    public static String json(List<Pair> pairs) {
        String[] letters = letters();
        ObjectNode file = new ObjectMapper().createObjectNode();
        file.put("version", "1.0");
        file.putArray("added_tokens")
                .addObject()
                .put("id", BYTES + pairs.size())
                .put("content", "<|endoftext|>")
                .put("single_word", false)
                .put("lstrip", false)
                .put("rstrip", false)
                .put("normalized", false)
                .put("special", true);
        ObjectNode level = file.putObject("pre_tokenizer");
        level.put("type", "ByteLevel").put("add_prefix_space", false).put("trim_offsets", true);
        file.set("decoder", level.deepCopy());
        ObjectNode model = file.putObject("model").put("type", "BPE");
        ObjectNode vocabulary = model.putObject("vocab");
        for (String letter : letters) {
            vocabulary.put(letter, vocabulary.size());
        }
        ArrayNode merges = model.putArray("merges");
        for (Pair pair : pairs) {
            vocabulary.put(letters[pair.left()] + letters[pair.right()], vocabulary.size());
            merges.add(letters[pair.left()] + " " + letters[pair.right()]);
        }
        vocabulary.put("<|endoftext|>", vocabulary.size());
        return file.toString();
    }

    /** The character that stands for each byte. */
    private static String[] letters() {
        String[] letters = new String[BYTES];
        int others = 0;
        for (int value = 0; value < BYTES; value++) {
            boolean printable = (value > ' ' && value < 0x7f) || (value > 0xa0 && value != 0xad);
            letters[value] = Character.toString(printable ? value : BYTES + others++);
        }
        return letters;
    }
}
