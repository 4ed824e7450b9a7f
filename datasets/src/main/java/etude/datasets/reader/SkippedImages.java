package etude.datasets.reader;

import etude.datasets.EtudeException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Images that were left out because they cannot be read.
 *
 * @param base the folder
 * @param problems a sentence for each
 * @param images with these
 * @param list names all of them
 */
record SkippedImages(Path base, List<String> problems, int images, ProblemList list) {
    private static final int MOST_NAMED = 20;

    /**
     * Refuses too many.
     *
     * @param most the largest share of all
     * @throws EtudeException when there are more
     */
    void requireAtMost(double most) {
        if (problems.size() > most * images) {
            throw new EtudeException(
                    String.format(
                            Locale.ROOT,
                            "%s: expected at most %.4g %% of the images to be unreadable, as dataset.max_skipped says, found %s; mend or remove them, or raise it",
                            base,
                            100 * most,
                            words()));
        }
    }

    /** What the user should know. */
    String sentence() {
        return "%s: left out, as dataset.on_error says: %s".formatted(base, words());
    }

    private String words() {
        String share =
                String.format(
                        Locale.ROOT,
                        "%,d of %,d images (%.2g %%)",
                        problems.size(),
                        images,
                        100.0 * problems.size() / images);
        String named =
                problems.stream()
                        .limit(MOST_NAMED)
                        .map(problem -> "\n  " + problem)
                        .collect(Collectors.joining());
        int more = problems.size() - MOST_NAMED;
        return share
                + ":"
                + named
                + (more > 0 ? String.format(Locale.ROOT, "\n  and %,d more", more) : "")
                + list.write(problems)
                        .map("\n  all of them are listed in %s"::formatted)
                        .orElse("");
    }
}
