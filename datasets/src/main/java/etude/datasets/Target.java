package etude.datasets;

import java.util.List;

/** What one example asks the model to predict. */
public sealed interface Target {
    /** What a sentence calls it. */
    String words();

    /** The names of the classes; none where it is no class. */
    default List<String> classes() {
        return List.of();
    }

    /** One of the named classes, as its index. */
    record Classes(List<String> names) implements Target {
        public Classes {
            names = List.copyOf(names);
        }

        @Override
        public List<String> classes() {
            return names;
        }

        @Override
        public String words() {
            return "one of %d classes".formatted(names.size());
        }
    }

    /** One real number (regression). */
    record Value() implements Target {
        @Override
        public String words() {
            return "a number";
        }
    }

    /** For every position of a token window, the token that follows it. */
    record NextToken(int vocabularySize) implements Target {
        @Override
        public String words() {
            return "the next token at every position";
        }
    }
}
