package etude.trainer.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A pattern for the whole name of a tensor: {@code *} stands for any characters, also for none, and
 * every other character for itself.
 */
public record NamePattern(String text) {
    private static final String STAR = "*";

    /** Whether a name is one of these. */
    public boolean matches(String name) {
        return matcher(name).matches();
    }

    /** Those of some names that are. */
    public List<String> among(List<String> names) {
        return names.stream().filter(this::matches).toList();
    }

    /**
     * The name under a pattern of new names, whose stars stand for what those of this one stood
     * for, in their order; empty for a name that is not one of these.
     */
    public Optional<String> renamed(String name, String to) {
        Matcher matcher = matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        StringBuilder renamed = new StringBuilder();
        List<String> parts = parts(to);
        for (int i = 0; i < parts.size(); i++) {
            renamed.append(i == 0 ? "" : matcher.group(i)).append(parts.get(i));
        }
        return Optional.of(renamed.toString());
    }

    /** How many stars there are. */
    public int stars() {
        return parts(text).size() - 1;
    }

    private Matcher matcher(String name) {
        return Pattern.compile(
                        parts(text).stream()
                                .map(Pattern::quote)
                                .collect(Collectors.joining("(.*)")),
                        Pattern.DOTALL)
                .matcher(name);
    }

    private static List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        for (int at = text.indexOf(STAR); at >= 0; at = text.indexOf(STAR, from)) {
            parts.add(text.substring(from, at));
            from = at + STAR.length();
        }
        parts.add(text.substring(from));
        return parts;
    }
}
