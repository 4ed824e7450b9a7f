package etude.tuner.chart;

import java.util.regex.Pattern;

/** What a page draws under a title of its own, with its data as a table and as CSV. */
public sealed interface Figure
        permits Chart, CountGrid, ParallelCoordinates, PairwiseScatter, SelectedCurves {
    /** Names the figure within its page and its CSV file, in lower case with hyphens. */
    String id();

    /** What is plotted, or what it shows. */
    String title();

    /** One sentence for the caption, which is also what a screen reader says. */
    String description();

    /** The id, if it is one. */
    static String requireId(String id) {
        if (!Pattern.matches("[a-z][a-z0-9-]*", id)) {
            throw new IllegalArgumentException(
                    "the id of a chart is lower case letters, digits and hyphens, not " + id);
        }
        return id;
    }
}
