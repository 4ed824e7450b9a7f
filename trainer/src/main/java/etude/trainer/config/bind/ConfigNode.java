package etude.trainer.config.bind;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A YAML value that knows where it was written. Immutable. */
public sealed interface ConfigNode {
    Place place();

    /** The value as a message shows it. */
    String describe();

    /** Whether this is YAML's null. */
    default boolean isNull() {
        return this instanceof Scalar scalar && scalar.kind() == Kind.NULL;
    }

    /** What YAML takes a scalar for. */
    enum Kind {
        TEXT,
        INTEGER,
        DECIMAL,
        BOOLEAN,
        NULL
    }

    /** One value; the text of a whole number is its decimal digits. */
    record Scalar(Place place, Kind kind, String text) implements ConfigNode {
        /** A scalar that comes from a program, not a file. */
        public Scalar(Kind kind, String text) {
            this(new Place(""), kind, text);
        }

        @Override
        public String describe() {
            return kind == Kind.TEXT ? '"' + Excerpt.of(text) + '"' : Excerpt.of(text);
        }
    }

    /** A list. */
    record Sequence(Place place, List<ConfigNode> items) implements ConfigNode {
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public String describe() {
            return "a list";
        }
    }

    /** A key's place and its value. */
    record Entry(Place place, ConfigNode value) {}

    /** Keys in the order of the file. */
    record Mapping(Place place, Map<String, Entry> entries) implements ConfigNode {
        public Mapping {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }

        @Override
        public String describe() {
            return "a mapping";
        }

        /** The value of a key. */
        public Optional<ConfigNode> get(String key) {
            return Optional.ofNullable(entries.get(key)).map(Entry::value);
        }

        /** The text of a key, if it is text. */
        public Optional<String> text(String key) {
            return get(key).filter(
                            node -> node instanceof Scalar scalar && scalar.kind() == Kind.TEXT)
                    .map(node -> ((Scalar) node).text());
        }

        /** This mapping with one more, or one replaced, key. */
        public Mapping with(String key, Entry entry) {
            Map<String, Entry> copy = new LinkedHashMap<>(entries);
            copy.put(key, entry);
            return new Mapping(place, copy);
        }

        /** This mapping with no other keys than these. */
        public Mapping keep(Collection<String> keys) {
            Map<String, Entry> copy = new LinkedHashMap<>(entries);
            copy.keySet().retainAll(keys);
            return new Mapping(place, copy);
        }
    }
}
