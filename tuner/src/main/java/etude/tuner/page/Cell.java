package etude.tuner.page;

import etude.tuner.text.Numbers;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.OptionalDouble;

/** What stands in one place of a sheet. */
public sealed interface Cell {
    /** As people read it, search it and sort it; empty where there is nothing. */
    String text();

    /** Nothing; sorted last, whichever way a column is sorted. */
    static Cell nothing() {
        return new Text("");
    }

    /** A whole number. */
    static Cell whole(long number) {
        return new Quantity(number, Long.toString(number));
    }

    /** A number as sentences print it; nothing where there is none. */
    static Cell number(OptionalDouble number) {
        return number.isPresent()
                ? new Quantity(number.getAsDouble(), Numbers.text(number.getAsDouble()))
                : nothing();
    }

    /** Words. */
    record Text(String text) implements Cell {}

    /**
     * A number.
     *
     * @param value it is sorted and compared by, with all digits
     * @param text may be more than the number, such as {@code 3 of 4}
     */
    record Quantity(double value, String text) implements Cell {}

    /**
     * A way to another file.
     *
     * @param target relative to the page's own directory
     */
    record Link(String text, Path target) implements Cell {
        public Link {
            if (target.isAbsolute()) {
                throw new IllegalArgumentException("a page links to what is beside it: " + target);
            }
        }

        /** Begins with a dot, so that a file called {@code javascript:...} is only a file. */
        String href() {
            String path = "./" + target.toString().replace('\\', '/');
            try {
                return new URI(null, null, path, null).toASCIIString();
            } catch (URISyntaxException e) {
                throw new IllegalArgumentException("no path of a link: " + target, e);
            }
        }
    }

    /**
     * What to type; the page offers to copy it.
     *
     * @param text the command
     * @param note what else it takes; may be empty
     */
    record Command(String text, String note) implements Cell {}
}
