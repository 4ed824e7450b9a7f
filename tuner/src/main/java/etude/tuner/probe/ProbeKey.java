package etude.tuner.probe;

import etude.trainer.config.ConfigWriter;
import etude.trainer.config.RunConfig;
import etude.trainer.timing.Setup;
import etude.tuner.process.MemoryLimit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What results depend on: those of another key are not reused.
 *
 * @param facts by name, in words
 */
public record ProbeKey(Map<String, String> facts) {
    public ProbeKey {
        facts = new LinkedHashMap<>(facts);
    }

    static ProbeKey of(RunConfig config, ProbeOptions options, Setup setup) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("config", withoutSize(ConfigWriter.toYaml(config), options.mode()));
        facts.put("mode", options.mode().name());
        facts.put("device", setup.device());
        facts.put("engine", setup.engine());
        facts.put("machine", Machine.here().toString());
        facts.put(
                "memory limit",
                options.memoryLimit().map(MemoryLimit::toString).orElse("what is available"));
        facts.put("time limit", Double.toString(options.seconds()));
        return new ProbeKey(facts);
    }

    /** The size in the config is not the one that is tried. */
    private static String withoutSize(String yaml, Mode mode) {
        return mode == Mode.TRAINING ? yaml.replaceFirst("(?m)^batch_size: .*\\R", "") : yaml;
    }

    /** Whether results are of a config, whatever its batch size, and of a machine. */
    boolean isOf(String yaml, Mode mode, Machine machine) {
        return withoutSize(yaml, mode).equals(facts.get("config"))
                && mode.name().equals(facts.get("mode"))
                && machine.toString().equals(facts.get("machine"));
    }

    /** The names of the facts in which two keys differ. */
    List<String> differences(ProbeKey other) {
        return facts.entrySet().stream()
                .filter(fact -> !fact.getValue().equals(other.facts.get(fact.getKey())))
                .map(Map.Entry::getKey)
                .toList();
    }
}
