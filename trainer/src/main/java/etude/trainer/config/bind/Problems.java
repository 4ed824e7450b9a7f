package etude.trainer.config.bind;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Collects everything that is wrong with a config, so that the user sees all of it at once. */
public final class Problems {
    /** What a person reads; a file of the wrong kind has thousands. */
    private static final int MOST_SHOWN = 20;

    private static final int MOST_KEPT = 1000;

    /** Paths and names of a user may be long, and are part of sentences. */
    private static final int MOST_CHARACTERS = 1000;

    private final List<Problem> found = new ArrayList<>();
    private long count;

    private record Problem(Place place, String text) {
        /** Options after files, files by line. */
        int order() {
            return place.line() == 0 ? Integer.MAX_VALUE : place.line();
        }
    }

    /** A problem with the value at a dotted path. */
    public void add(Place place, String path, String message) {
        boolean placeSaysPath = path.isEmpty() || place.source().equals("--set " + path);
        add(place, placeSaysPath ? message : path + ": " + message);
    }

    /** A problem that the message locates itself. */
    public void add(Place place, String message) {
        count++;
        if (found.size() < MOST_KEPT) {
            found.add(new Problem(place, Excerpt.of(place + ": " + message, MOST_CHARACTERS)));
        }
    }

    public boolean isEmpty() {
        return count == 0;
    }

    /** One sentence each, in the order of the file, and how many more there are. */
    public List<String> sentences() {
        List<String> sentences =
                found.stream()
                        .sorted(Comparator.comparingInt(Problem::order))
                        .map(Problem::text)
                        .limit(MOST_SHOWN)
                        .collect(Collectors.toCollection(ArrayList::new));
        if (count > MOST_SHOWN) {
            sentences.add(String.format(Locale.ROOT, "and %,d more", count - MOST_SHOWN));
        }
        return List.copyOf(sentences);
    }
}
