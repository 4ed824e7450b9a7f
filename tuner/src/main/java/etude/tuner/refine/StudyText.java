package etude.tuner.refine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Writes the values of a study file as people write one: a hyperparameter a line. */
final class StudyText {
    /** A text that YAML takes for nothing else. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_./-]*");

    private static final Set<String> WORDS =
            Set.of("true", "false", "null", "yes", "no", "on", "off", "y", "n");

    private StudyText() {}

    static String of(ObjectNode root) {
        return root.properties().stream()
                .map(member -> key(member.getKey()) + ":" + block(member.getValue()))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static String block(JsonNode value) {
        boolean objects = value.isArray() && !value.isEmpty() && value.get(0).isObject();
        return objects
                ? StreamSupport.stream(value.spliterator(), false)
                        .map(item -> "\n  - " + flow(item))
                        .collect(Collectors.joining())
                : " " + flow(value);
    }

    private static String flow(JsonNode value) {
        if (value.isObject()) {
            return value.properties().stream()
                    .map(member -> key(member.getKey()) + ": " + flow(member.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (value.isArray()) {
            return StreamSupport.stream(value.spliterator(), false)
                    .map(StudyText::flow)
                    .collect(Collectors.joining(", ", "[", "]"));
        }
        return value.isTextual() ? key(value.asText()) : value.toString();
    }

    /** In double quotes, as JSON has them, unless it needs none. */
    private static String key(String text) {
        return PLAIN.matcher(text).matches() && !WORDS.contains(text)
                ? text
                : TextNode.valueOf(text).toString();
    }
}
