package etude.trainer.config.bind;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects everything that is wrong with a config, so that the user sees all of it at once. */
public final class Problems {
    private final List<Problem> found = new ArrayList<>();

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
        found.add(new Problem(place, place + ": " + message));
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    /** One sentence each, in the order of the file. */
    public List<String> sentences() {
        return found.stream()
                .sorted(Comparator.comparingInt(Problem::order))
                .map(Problem::text)
                .toList();
    }
}
