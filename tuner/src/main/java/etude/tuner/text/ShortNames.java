package etude.tuner.text;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Paths such as {@code optimizer.learning_rate}, shortened to their last part wherever a text has
 * one: to more parts where two paths would be called the same, and where the last is {@code name},
 * which says nothing alone.
 */
public final class ShortNames {
    private final Map<String, String> names;
    private final Optional<Pattern> pattern;

    private ShortNames(Map<String, String> names) {
        this.names = names;
        pattern =
                names.isEmpty()
                        ? Optional.empty()
                        : Optional.of(
                                Pattern.compile(
                                        names.keySet().stream()
                                                .sorted(
                                                        Comparator.comparingInt(String::length)
                                                                .reversed())
                                                .map(Pattern::quote)
                                                .collect(
                                                        Collectors.joining(
                                                                "|",
                                                                "(?<![\\w.])(?:",
                                                                ")(?!\\w|\\.\\w)"))));
    }

    /** Shortens nothing. */
    public static ShortNames none() {
        return new ShortNames(Map.of());
    }

    /** For these paths; those of one part stay as they are. */
    public static ShortNames of(Collection<String> paths) {
        Map<String, String> names = new LinkedHashMap<>();
        for (String path : paths) {
            String name = shortest(path, paths);
            if (!name.equals(path)) {
                names.put(path, name);
            }
        }
        return new ShortNames(names);
    }

    private static String shortest(String path, Collection<String> paths) {
        for (int dot = path.lastIndexOf('.'); dot >= 0; dot = path.lastIndexOf('.', dot - 1)) {
            String end = path.substring(dot);
            String name = path.substring(dot + 1);
            if (!name.equals("name")
                    && paths.stream()
                            .filter(other -> !other.equals(path))
                            .noneMatch(other -> other.endsWith(end) || other.equals(name))) {
                return name;
            }
        }
        return path;
    }

    /**
     * A part of a text.
     *
     * @param full what it says in full
     */
    public record Part(String shown, String full) {
        /** Whether it says less than it could. */
        public boolean isShortened() {
            return !shown.equals(full);
        }
    }

    /** A text cut where names begin and end; together the parts are the text. */
    public List<Part> parts(String text) {
        List<Part> parts = new ArrayList<>();
        int done = 0;
        for (MatchResult match : matches(text)) {
            if (match.start() > done) {
                parts.add(plain(text.substring(done, match.start())));
            }
            parts.add(new Part(names.getOrDefault(match.group(), match.group()), match.group()));
            done = match.end();
        }
        if (done < text.length()) {
            parts.add(plain(text.substring(done)));
        }
        return parts;
    }

    private List<MatchResult> matches(String text) {
        return pattern.map(found -> found.matcher(text).results().toList()).orElse(List.of());
    }

    private static Part plain(String text) {
        return new Part(text, text);
    }

    /** A text with short names. */
    public String shorten(String text) {
        return pattern.map(found -> found.matcher(text))
                .map(
                        matcher ->
                                matcher.replaceAll(
                                        match ->
                                                Matcher.quoteReplacement(
                                                        names.getOrDefault(
                                                                match.group(), match.group()))))
                .orElse(text);
    }
}
