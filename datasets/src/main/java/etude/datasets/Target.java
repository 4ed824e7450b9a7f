package etude.datasets;

import java.util.List;

/** What one example asks the model to predict. */
public sealed interface Target {
    /** What a sentence calls it. */
    String words();

    /** The names of the classes, or of the labels; none where it is neither. */
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

    /** Which of the named labels hold, each by itself: none, some or all. */
    record Labels(List<String> names) implements Target {
        public Labels {
            names = List.copyOf(names);
        }

        @Override
        public List<String> classes() {
            return names;
        }

        @Override
        public String words() {
            return "which of %d label%s hold".formatted(names.size(), names.size() == 1 ? "" : "s");
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
