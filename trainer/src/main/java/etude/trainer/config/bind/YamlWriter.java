package etude.trainer.config.bind;

import etude.trainer.config.bind.ConfigNode.Entry;
import etude.trainer.config.bind.ConfigNode.Kind;
import etude.trainer.config.bind.ConfigNode.Mapping;
import etude.trainer.config.bind.ConfigNode.Scalar;
import etude.trainer.config.bind.ConfigNode.Sequence;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes nodes as YAML: mappings one key a line, lists of scalars in one line. */
public final class YamlWriter {
    /** Text that no YAML reader takes for anything but text. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z][A-Za-z0-9_./-]*");

    /** Words that YAML 1.1 readers take for booleans or null. */
    private static final Set<String> WORDS =
            Set.of("true", "false", "yes", "no", "on", "off", "y", "n", "null");

    private YamlWriter() {}

    /** The mapping as a document. */
    public static String write(Mapping root) {
        StringBuilder out = new StringBuilder();
        mapping(out, root, "", "");
        return out.toString();
    }

    /** One node in one line: {@code [256, 128]}. */
    public static String line(ConfigNode node) {
        if (node instanceof Scalar scalar) {
            return scalar(scalar);
        }
        if (node instanceof Sequence sequence) {
            return sequence.items().stream()
                    .map(YamlWriter::line)
                    .collect(Collectors.joining(", ", "[", "]"));
        }
        return ((Mapping) node)
                .entries().entrySet().stream()
                        .map(e -> key(e.getKey()) + ": " + line(e.getValue().value()))
                        .collect(Collectors.joining(", ", "{", "}"));
    }

    private static void mapping(StringBuilder out, Mapping mapping, String first, String indent) {
        String margin = first;
        for (Map.Entry<String, Entry> entry : mapping.entries().entrySet()) {
            out.append(margin).append(key(entry.getKey())).append(':');
            value(out, entry.getValue().value(), indent);
            margin = indent;
        }
    }

    private static void value(StringBuilder out, ConfigNode node, String indent) {
        if (node instanceof Mapping inner && !inner.entries().isEmpty()) {
            out.append('\n');
            mapping(out, inner, indent + "  ", indent + "  ");
        } else if (node instanceof Sequence list
                && !list.items().isEmpty()
                && list.items().stream().allMatch(Mapping.class::isInstance)) {
            out.append('\n');
            list.items()
                    .forEach(
                            item -> mapping(out, (Mapping) item, indent + "  - ", indent + "    "));
        } else {
            out.append(' ').append(line(node)).append('\n');
        }
    }

    private static String key(String key) {
        return scalar(new Scalar(Kind.TEXT, key));
    }

    private static String scalar(Scalar scalar) {
        String text = scalar.text();
        boolean plain =
                PLAIN.matcher(text).matches() && !WORDS.contains(text.toLowerCase(Locale.ROOT));
        return plain || scalar.kind() != Kind.TEXT ? text : quote(text);
    }

    private static String quote(String text) {
        StringBuilder out = new StringBuilder("\"");
        text.codePoints()
                .forEach(
                        point -> {
                            if (!Unicode.isVisible(point)) {
                                Unicode.appendEscape(out, point);
                            } else {
                                out.append(point == '"' || point == '\\' ? "\\" : "")
                                        .appendCodePoint(point);
                            }
                        });
        return out.append('"').toString();
    }
}
