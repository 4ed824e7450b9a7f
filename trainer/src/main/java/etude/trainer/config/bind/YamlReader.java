package etude.trainer.config.bind;

import etude.trainer.config.bind.ConfigNode.Entry;
import etude.trainer.config.bind.ConfigNode.Kind;
import etude.trainer.config.bind.ConfigNode.Mapping;
import etude.trainer.config.bind.ConfigNode.Scalar;
import etude.trainer.config.bind.ConfigNode.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserException;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Reads one YAML document into nodes. Scalars mean what {@link CoreSchema} says, or what a standard
 * tag such as {@code !!str} does; anchors are read over, and aliases and other tags refused.
 */
public final class YamlReader {
    /** Far more than any config has, and far less than a thread's stack holds. */
    private static final int MOST_LEVELS = 50;

    private static final LoaderOptions OPTIONS = new LoaderOptions();

    static {
        OPTIONS.setCodePointLimit(Integer.MAX_VALUE); // ConfigText looks at the size first
    }

    private final Parser events;
    private final IntFunction<Place> places;
    private final Problems problems;

    private YamlReader(Parser events, IntFunction<Place> places, Problems problems) {
        this.events = events;
        this.places = places;
        this.problems = problems;
    }

    /**
     * Reads a document.
     *
     * @param places the place of a line, counted from 1
     * @return empty, with a problem added, if there is no value or the text is not YAML
     */
    public static Optional<ConfigNode> read(
            String text, IntFunction<Place> places, Problems problems) {
        StreamReader reader = new StreamReader(text);
        try {
            Parser events = new ParserImpl(reader, OPTIONS);
            return new YamlReader(events, places, problems).document();
        } catch (MarkedYAMLException e) {
            problems.add(
                    places.apply(line(e.getProblemMark())),
                    "not valid YAML: " + Excerpt.of(e.getProblem()));
        } catch (ReaderException e) {
            problems.add(
                    places.apply(lineOf(text, e.getPosition())),
                    "not valid YAML: the character %s may not stand in it"
                            .formatted(Excerpt.of(Character.toString(e.getCodePoint()))));
        } catch (NumberFormatException e) {
            // the parser's own, for an escape such as \Uffffffff
            problems.add(
                    places.apply(line(reader.getMark())),
                    "not valid YAML: an escape in double quotes is no character");
        }
        return Optional.empty();
    }

    private static int line(@Nullable Mark mark) {
        return mark == null ? 1 : mark.getLine() + 1;
    }

    private static int lineOf(String text, int position) {
        return 1 + (int) text.codePoints().limit(position).filter(c -> c == '\n').count();
    }

    private Optional<ConfigNode> document() {
        events.getEvent();
        if (events.checkEvent(Event.ID.StreamEnd)) {
            problems.add(places.apply(1), "expected YAML, found nothing");
            return Optional.empty();
        }
        events.getEvent();
        ConfigNode root = node("", 0);
        events.getEvent();
        if (!events.checkEvent(Event.ID.StreamEnd)) {
            problems.add(
                    place(events.peekEvent()), "expected one YAML document, found a second one");
        }
        return Optional.of(root);
    }

    private ConfigNode node(String path, int level) {
        Event event = events.getEvent();
        Place place = place(event);
        if (event instanceof AliasEvent alias) {
            problems.add(place, path, "YAML aliases are not supported; write the value out");
            return new Scalar(place, Kind.TEXT, alias.getAnchor());
        }
        if (event instanceof ScalarEvent scalar) {
            return scalar(place, path, scalar);
        }
        if (level == MOST_LEVELS) {
            throw new ParserException(
                    "", null, "nested more than %d deep".formatted(level), event.getStartMark());
        }
        boolean isMapping = event instanceof MappingStartEvent;
        requireTag(
                place,
                path,
                ((CollectionStartEvent) event).getTag(),
                isMapping ? Tag.MAP : Tag.SEQ);
        return isMapping ? mapping(place, path, level + 1) : sequence(place, path, level + 1);
    }

    private Scalar scalar(Place place, String path, ScalarEvent event) {
        String text = event.getValue();
        Scalar plain = CoreSchema.resolve(place, text);
        @Nullable String tag = event.getTag();
        if (tag == null) {
            return event.isPlain() ? plain : new Scalar(place, Kind.TEXT, text);
        }
        if (!tag.equals("!") && !tag.equals(Tag.STR.getValue())) {
            requireTag(place, path, tag, tagOf(plain.kind()));
            return plain;
        }
        return new Scalar(place, Kind.TEXT, text);
    }

    private static Tag tagOf(Kind kind) {
        return switch (kind) {
            case TEXT -> Tag.STR;
            case INTEGER -> Tag.INT;
            case DECIMAL -> Tag.FLOAT;
            case BOOLEAN -> Tag.BOOL;
            case NULL -> Tag.NULL;
        };
    }

    private void requireTag(Place place, String path, @Nullable String tag, Tag expected) {
        if (tag != null && !tag.equals("!") && !tag.equals(expected.getValue())) {
            problems.add(
                    place,
                    path,
                    "the YAML tag %s does not fit this value; remove it"
                            .formatted(Excerpt.of(tag.replace(Tag.PREFIX, "!!"))));
        }
    }

    private Sequence sequence(Place place, String path, int level) {
        List<ConfigNode> items = new ArrayList<>();
        while (!events.checkEvent(Event.ID.SequenceEnd)) {
            items.add(node(path + "[" + items.size() + "]", level));
        }
        events.getEvent();
        return new Sequence(place, items);
    }

    private Mapping mapping(Place place, String path, int level) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        while (!events.checkEvent(Event.ID.MappingEnd)) {
            Event start = events.getEvent();
            if (!(start instanceof ScalarEvent written)) {
                throw new ParserException(
                        "", null, "expected a key that is plain text", start.getStartMark());
            }
            String key = written.getValue();
            String keyPath = Paths.join(path, Excerpt.of(key));
            Place keyPlace = place(start);
            Entry first = entries.putIfAbsent(key, new Entry(keyPlace, node(keyPath, level)));
            if (first != null) {
                problems.add(keyPlace, keyPath, "key given twice, first at " + first.place());
            }
        }
        events.getEvent();
        return new Mapping(place, entries);
    }

    private Place place(Event event) {
        return places.apply(line(event.getStartMark()));
    }
}
