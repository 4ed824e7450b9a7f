package etude.datasets.reader;

import java.util.List;
import java.util.stream.IntStream;

/** Class names for formats that have none. */
final class IntegerNames {
    private IntegerNames() {}

    /** "0" to "count - 1". */
    static List<String> upTo(int count) {
        return IntStream.range(0, count).mapToObj(String::valueOf).toList();
    }
}
