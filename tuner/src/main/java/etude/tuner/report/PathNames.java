package etude.tuner.report;

import java.util.Collection;
import java.util.regex.Pattern;

/** Paths of settings within words, cut to their last part, for legends and axes. */
final class PathNames {
    private static final Pattern NAME = Pattern.compile("(?<=\\w)\\.name\\b(?!\\.)");
    private static final Pattern PARENTS = Pattern.compile("\\b(?:[A-Za-z]\\w*\\.)+(?=[A-Za-z])");

    private PathNames() {}

    /** Of {@code optimizer.name} stays what is named, not that it is a name. */
    static String cut(String words) {
        return PARENTS.matcher(NAME.matcher(words).replaceAll("")).replaceAll("");
    }

    /** The same where no other of the words would then be called so. */
    static String cut(String words, Collection<String> all) {
        String name = cut(words);
        return all.stream().filter(other -> cut(other).equals(name)).distinct().count() > 1
                ? words
                : name;
    }
}
