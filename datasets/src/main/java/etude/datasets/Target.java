package etude.datasets;

import java.util.List;

/** What one example asks the model to predict. */
public sealed interface Target {
    /** One of the named classes, as its index. */
    record Classes(List<String> names) implements Target {
        public Classes {
            names = List.copyOf(names);
        }
    }

    /** One real number (regression). */
    record Value() implements Target {}

    /** For every position of a token window, the token that follows it. */
    record NextToken(int vocabularySize) implements Target {}
}
