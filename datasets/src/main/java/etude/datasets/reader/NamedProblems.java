package etude.datasets.reader;

import etude.datasets.EtudeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What is wrong with the files or rows of a source: named together, so that the user mends them in
 * one go, but no more than ten, since a wrong folder has as many as it has files. The others stand
 * in a file where there is one for them.
 */
final class NamedProblems {
    private static final int MOST_NAMED = 10;

    /** A wrong folder may have millions. */
    private static final int MOST_LISTED = 100_000;

    /** Begins what a message says is to be done. */
    private static final String ADVICE = "; ";

    private final String things;
    private final Optional<ProblemList> list;
    private final List<EtudeException> named = new ArrayList<>();
    private final List<String> listed = new ArrayList<>();
    private long count;

    /**
     * @param things what the list is of, such as files
     */
    NamedProblems(String things) {
        this(things, Optional.empty());
    }

    /**
     * @param things likewise
     * @param list gets those that are not named
     */
    NamedProblems(String things, ProblemList list) {
        this(things, Optional.of(list));
    }

    private NamedProblems(String things, Optional<ProblemList> list) {
        this.things = things;
        this.list = list;
    }

    void add(EtudeException problem) {
        count++;
        if (named.size() < MOST_NAMED) {
            named.add(problem);
        }
        if (list.isPresent() && listed.size() < MOST_LISTED) {
            listed.add(String.valueOf(problem.getMessage()));
        }
    }

    /** Does something, and adds what is wrong with it. */
    void unless(Runnable reading) {
        try {
            reading.run();
        } catch (EtudeException problem) {
            add(problem);
        }
    }

    /** Some of the kind that was added last, which are not named. */
    void more(long unnamed) {
        count += unnamed;
    }

    boolean none() {
        return count == 0;
    }

    long count() {
        return count;
    }

    /**
     * Throws the one problem there is, or one exception that lists several.
     *
     * @throws EtudeException when there is one
     */
    void requireNone() {
        requireNone("");
    }

    /**
     * Ends with the problems that were found, also where the search ended before the last file.
     *
     * @param ending what to say of the rest, after the list; empty where nothing was left out
     * @throws EtudeException when there is a problem
     */
    void requireNone(String ending) {
        if (count == 1 && ending.isEmpty()) {
            throw named.get(0);
        }
        if (count > 0) {
            String advice = commonAdvice();
            String lines =
                    named.stream()
                            .map(problem -> String.valueOf(problem.getMessage()))
                            .map(
                                    text ->
                                            "\n  "
                                                    + text.substring(
                                                            0, text.length() - advice.length()))
                            .collect(Collectors.joining());
            String more =
                    count == named.size()
                            ? ""
                            : String.format(
                                    Locale.ROOT,
                                    "\n  and %,d more%s",
                                    count - named.size(),
                                    place());
            throw new EtudeException(
                    String.format(Locale.ROOT, "%,d %s are not as expected:", count, things)
                            + lines
                            + more
                            + (advice.isEmpty() ? "" : "\n" + sentence(advice))
                            + ending);
        }
    }

    /** Where those are that are not named, as words to put behind their number. */
    private String place() {
        String which =
                listed.size() == count
                        ? "all of them"
                        : String.format(Locale.ROOT, "the first %,d", listed.size());
        return list.flatMap(file -> file.write(listed))
                .map(file -> "; %s are listed in %s".formatted(which, file))
                .orElse("");
    }

    /** What all of them end with, from a semicolon on: it is said once. */
    private String commonAdvice() {
        String first = String.valueOf(named.get(0).getMessage());
        int semicolon = first.indexOf(ADVICE);
        String advice = semicolon < 0 ? "" : first.substring(semicolon);
        boolean common =
                named.size() > 1
                        && named.stream()
                                .allMatch(one -> String.valueOf(one.getMessage()).endsWith(advice));
        return common ? advice : "";
    }

    private static String sentence(String advice) {
        String words = advice.substring(ADVICE.length());
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }
}
