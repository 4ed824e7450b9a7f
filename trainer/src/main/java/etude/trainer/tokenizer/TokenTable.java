package etude.trainer.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What a {@code tokenizer.json} says of its tokens.
 *
 * @param bytes of text that each stands for: as many as it has characters where the file writes
 *     bytes as characters, else those of its text, with a space for U+2581. Of pieces of words that
 *     do not tell where spaces were, none
 * @param endOfText the token that stands between texts, if it has one of the usual names
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record TokenTable(int[] bytes, OptionalInt endOfText) {
    /** GPT-2's, Llama 3's, those of SentencePiece and Gemma. */
    private static final List<String> ENDS =
            List.of("<|endoftext|>", "<|end_of_text|>", "</s>", "<eos>");

    private static final String SPACE = "\u2581";

    int size() {
        return bytes.length;
    }

    static TokenTable of(JsonNode file) {
        JsonNode model = file.path("model");
        boolean byteLevel =
                file.path("pre_tokenizer").toString().contains("\"ByteLevel\"")
                        || file.path("decoder").toString().contains("\"ByteLevel\"");
        boolean pieces = model.path("type").asText().equals("WordPiece");
        Map<Integer, Integer> bytes = new HashMap<>();
        if (model.path("vocab").isObject()) {
            model.path("vocab")
                    .properties()
                    .forEach(
                            token ->
                                    bytes.put(
                                            token.getValue().asInt(),
                                            pieces ? 0 : bytes(token.getKey(), byteLevel)));
        } else { // Unigram has a list of pairs
            for (JsonNode token : model.path("vocab")) {
                bytes.put(bytes.size(), bytes(token.path(0).asText(), false));
            }
        }
        Map<String, Integer> added = new HashMap<>();
        for (JsonNode token : file.path("added_tokens")) {
            String content = token.path("content").asText();
            int id = token.path("id").asInt();
            added.put(content, id);
            bytes.put(
                    id,
                    token.path("special").asBoolean()
                            ? 0
                            : content.getBytes(StandardCharsets.UTF_8).length);
        }
        int[] table = new int[bytes.keySet().stream().mapToInt(id -> id + 1).max().orElse(0)];
        Arrays.setAll(table, id -> bytes.getOrDefault(id, 0));
        return new TokenTable(
                table,
                ENDS.stream()
                        .filter(added::containsKey)
                        .mapToInt(end -> added.getOrDefault(end, 0))
                        .findFirst());
    }

    private static int bytes(String token, boolean byteLevel) {
        if (byteLevel) {
            return token.length();
        }
        return token.matches("<0x[0-9A-Fa-f]{2}>")
                ? 1
                : token.replace(SPACE, " ").getBytes(StandardCharsets.UTF_8).length;
    }
}
