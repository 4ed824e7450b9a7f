package etude.datasets.subword;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import etude.datasets.EtudeException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Byte pairs as the {@code tokenizer.json} of Hugging Face's library, in the form of GPT-2's. */
final class BytePairsJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private BytePairsJson() {}

    static String write(BytePairs pairs) {
        ObjectNode file = MAPPER.createObjectNode();
        file.put("version", "1.0");
        file.putNull("truncation");
        file.putNull("padding");
        file.putArray("added_tokens")
                .addObject()
                .put("id", pairs.size() - 1)
                .put("content", BytePairs.END_OF_TEXT)
                .put("single_word", false)
                .put("lstrip", false)
                .put("rstrip", false)
                .put("normalized", false)
                .put("special", true);
        file.putNull("normalizer");
        byteLevel(file.putObject("pre_tokenizer"));
        file.putNull("post_processor");
        byteLevel(file.putObject("decoder"));
        model(file.putObject("model"), pairs);
        return file.toString();
    }

    private static void byteLevel(ObjectNode part) {
        part.put("type", "ByteLevel")
                .put("add_prefix_space", false)
                .put("trim_offsets", true)
                .put("use_regex", true);
    }

    private static void model(ObjectNode model, BytePairs pairs) {
        model.put("type", "BPE");
        model.putNull("dropout");
        model.putNull("unk_token");
        model.put("continuing_subword_prefix", "");
        model.put("end_of_word_suffix", "");
        model.put("fuse_unk", false);
        model.put("byte_fallback", false);
        ObjectNode vocabulary = model.putObject("vocab");
        for (int token = 0; token < pairs.size() - 1; token++) {
            vocabulary.put(ByteLevel.text(pairs.token(token)), token);
        }
        vocabulary.put(BytePairs.END_OF_TEXT, pairs.size() - 1);
        ArrayNode merges = model.putArray("merges");
        for (BytePairs.Merge merge : pairs.merges()) {
            merges.add(
                    ByteLevel.text(pairs.token(merge.left()))
                            + " "
                            + ByteLevel.text(pairs.token(merge.right())));
        }
    }

    static BytePairs read(String json) {
        try {
            JsonNode model = MAPPER.readTree(json).path("model");
            Map<String, Integer> numbers = new HashMap<>();
            model.path("vocab")
                    .properties()
                    .forEach(entry -> numbers.put(entry.getKey(), entry.getValue().asInt(-1)));
            List<BytePairs.Merge> merges = new ArrayList<>();
            for (JsonNode merge : model.path("merges")) {
                String[] pair = merge.asText().split(" ", 2);
                merges.add(
                        new BytePairs.Merge(
                                number(numbers, pair[0]),
                                number(numbers, pair[pair.length - 1]),
                                number(numbers, String.join("", pair))));
            }
            BytePairs pairs = new BytePairs(merges);
            if (pairs.size() != numbers.size()) {
                throw damaged("%s tokens for %s".formatted(numbers.size(), pairs.size()));
            }
            return pairs;
        } catch (JsonProcessingException e) {
            throw damaged(String.valueOf(e.getOriginalMessage()));
        }
    }

    private static int number(Map<String, Integer> numbers, String token) {
        Integer number = numbers.get(token);
        if (number == null || number < 0) {
            throw damaged("a merge of an unknown token, " + token);
        }
        return number;
    }

    private static EtudeException damaged(String found) {
        return new EtudeException("expected byte pairs that Etude wrote, found " + found);
    }
}
