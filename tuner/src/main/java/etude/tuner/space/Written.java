package etude.tuner.space;

import etude.trainer.config.bind.ConfigNode.Entry;
import etude.trainer.config.bind.ConfigNode.Mapping;
import etude.trainer.config.bind.Place;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Where the keys of a study file stand. */
final class Written {
    private Written() {}

    /** The place of a key, or of the file where it is not written. */
    static Place place(Mapping root, String key) {
        return Optional.ofNullable(root.entries().get(key)).map(Entry::place).orElse(root.place());
    }

    /** The places of the keys in a mapping, which may be missing. */
    static Map<String, Place> places(Mapping root, String key) {
        Map<String, Place> places = new LinkedHashMap<>();
        root.get(key)
                .filter(Mapping.class::isInstance)
                .map(Mapping.class::cast)
                .ifPresent(
                        inner ->
                                inner.entries()
                                        .forEach((path, entry) -> places.put(path, entry.place())));
        return places;
    }
}
