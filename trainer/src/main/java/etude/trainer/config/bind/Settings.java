package etude.trainer.config.bind;

import etude.datasets.config.Setting;
import java.lang.reflect.RecordComponent;
import java.util.Optional;

/** Reads {@link Setting} annotations. */
final class Settings {
    private Settings() {}

    static Setting of(RecordComponent component) {
        return Optional.ofNullable(component.getAnnotation(Setting.class))
                .orElseThrow(() -> new IllegalStateException(component + " needs @Setting"));
    }

    static boolean isRequired(Setting setting) {
        return setting.defaultsTo().equals(Setting.REQUIRED);
    }

    /** The default as a node that claims to stand at the given place. */
    static ConfigNode defaultOf(Setting setting, Place place) {
        Problems problems = new Problems();
        Optional<ConfigNode> node = YamlReader.read(setting.defaultsTo(), line -> place, problems);
        return node.filter(n -> problems.isEmpty())
                .orElseThrow(() -> new IllegalStateException(problems.sentences().toString()));
    }
}
