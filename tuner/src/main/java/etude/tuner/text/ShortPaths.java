package etude.tuner.text;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Short names for long ones of parts, such as {@code learning_rate} for {@code
 * optimizer.learning_rate}: the last part, and as many before it as tell it from the others.
 */
public final class ShortPaths {
    private final Map<String, String> names = new LinkedHashMap<>();

    /**
     * @param separator of parts
     */
    public ShortPaths(Collection<String> paths, char separator) {
        for (String path : paths) {
            String name = path;
            for (int at = path.length() - 1; at >= 0; at--) {
                if (path.charAt(at) == separator && isOnlyOne(path.substring(at), paths)) {
                    name = path.substring(at + 1);
                    break;
                }
            }
            names.put(path, name);
        }
    }

    private static boolean isOnlyOne(String end, Collection<String> paths) {
        String whole = end.substring(1);
        return paths.stream().distinct().filter(p -> p.endsWith(end) || p.equals(whole)).count()
                == 1;
    }

    /** The short name of one of the paths. */
    public String of(String path) {
        return names.getOrDefault(path, path);
    }

    /** Says what short names are short for, in one line; empty where none is. */
    public List<String> legend() {
        Map<String, String> shortened = new TreeMap<>();
        names.forEach(
                (path, name) -> {
                    if (!name.equals(path)) {
                        shortened.put(name, path);
                    }
                });
        List<String> words = new ArrayList<>();
        shortened.forEach((name, path) -> words.add(name + " is " + path));
        return words.isEmpty() ? List.of() : List.of("(" + String.join(", ", words) + ")");
    }
}
