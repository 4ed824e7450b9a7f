package etude.datasets.reader;

import etude.datasets.CorruptFileException;
import etude.datasets.EtudeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What is wrong with the files of a source: named together, so that the user mends them in one go,
 * but no more than ten, since a wrong folder has as many as it has files.
 */
final class Problems {
    private static final int MOST_NAMED = 10;

    private final List<CorruptFileException> named = new ArrayList<>();
    private long count;

    void add(CorruptFileException problem) {
        count++;
        if (named.size() < MOST_NAMED) {
            named.add(problem);
        }
    }

    boolean none() {
        return count == 0;
    }

    /** Whether another problem would not be named. */
    boolean enough() {
        return count >= MOST_NAMED;
    }

    /**
     * @throws CorruptFileException when there is one problem
     * @throws EtudeException when there are several
     */
    void requireNone() {
        requireNone("");
    }

    /**
     * The same for a search that ended before the last file.
     *
     * @param ending what to say of the rest, after the list
     */
    void requireNone(String ending) {
        if (count == 1 && ending.isEmpty()) {
            throw named.get(0);
        }
        if (count > 0) {
            String list =
                    named.stream()
                            .map(problem -> "\n  " + problem.getMessage())
                            .collect(Collectors.joining());
            String more =
                    count == named.size()
                            ? ""
                            : String.format(Locale.ROOT, "\n  and %,d more", count - named.size());
            throw new EtudeException(
                    String.format(Locale.ROOT, "%,d files are not as expected:", count)
                            + list
                            + more
                            + ending);
        }
    }
}
