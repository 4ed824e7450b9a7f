package etude.tuner.procedure;

import etude.trainer.config.ConfigLoader;
import etude.trainer.config.ConfigWriter;
import etude.trainer.files.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Keys of a config that are to have other values. */
public record Patch(List<Key> keys) {
    /**
     * One of them.
     *
     * @param before the value that it has, as YAML
     * @param after the value that it is to have, as YAML
     * @param reason in a sentence
     */
    public record Key(String path, String before, String after, String reason) {
        private String yaml() {
            return "- key: %s\n  old: %s\n  new: %s\n  reason: %s\n"
                    .formatted(path, before, after, Json.line(reason));
        }
    }

    public Patch {
        keys = List.copyOf(keys);
    }

    /** Changes nothing. */
    static Patch none() {
        return new Patch(List.of());
    }

    /** As a list of keys with old value, new value and reason. */
    String yaml() {
        return keys.isEmpty() ? "[]\n" : keys.stream().map(Key::yaml).collect(Collectors.joining());
    }

    /** {@code key=value} for each. */
    public List<String> overrides() {
        return keys.stream().map(key -> key.path() + "=" + key.after()).toList();
    }

    /**
     * The whole config with the changes, every default filled in and without comments.
     *
     * @param config the file
     * @param overrides what the user wanted otherwise in it
     */
    public String applied(Path config, List<String> overrides) {
        List<String> all = new ArrayList<>(overrides);
        all.addAll(overrides());
        return ConfigWriter.toYaml(ConfigLoader.load(config, all));
    }

    /** For people, a line each. */
    public List<String> lines() {
        return keys.stream()
                .flatMap(
                        key ->
                                Stream.of(
                                        "%s: %s becomes %s"
                                                .formatted(key.path(), key.before(), key.after()),
                                        "    " + key.reason()))
                .toList();
    }
}
