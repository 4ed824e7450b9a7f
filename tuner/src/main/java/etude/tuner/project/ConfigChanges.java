package etude.tuner.project;

import etude.trainer.config.ConfigText;
import etude.trainer.config.ConfigWriter;
import etude.trainer.config.RunConfig;
import etude.trainer.config.bind.ConfigNode;
import etude.trainer.config.bind.ConfigNode.Entry;
import etude.trainer.config.bind.ConfigNode.Mapping;
import etude.trainer.config.bind.Problems;
import etude.trainer.config.bind.YamlWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What makes one config of another, as {@code --set} takes it. */
final class ConfigChanges {
    private ConfigChanges() {}

    /**
     * {@code key=value} for each value that differs and matters; a part with other keys, such as
     * another optimizer, is given as a whole.
     */
    static List<String> between(RunConfig from, RunConfig to) {
        List<String> changes = new ArrayList<>();
        collect(tree(from), tree(to), "", changes);
        return changes;
    }

    /** The key of a change. */
    static String key(String change) {
        return change.replaceFirst("=.*", "");
    }

    private static Mapping tree(RunConfig config) {
        return ConfigText.root(ConfigWriter.toYaml(config), "", new Problems()).orElseThrow();
    }

    private static void collect(Mapping from, Mapping to, String prefix, List<String> changes) {
        for (Map.Entry<String, Entry> entry : to.entries().entrySet()) {
            String path = prefix + entry.getKey();
            ConfigNode now = entry.getValue().value();
            ConfigNode before = from.get(entry.getKey()).orElse(now);
            if (ConfigKeys.HARMLESS.contains(path)
                    || YamlWriter.line(before).equals(YamlWriter.line(now))) {
                continue;
            }
            if (before instanceof Mapping old
                    && now instanceof Mapping other
                    && old.entries().keySet().equals(other.entries().keySet())) {
                collect(old, other, path + ".", changes);
            } else {
                changes.add(path + "=" + YamlWriter.line(now));
            }
        }
    }
}
