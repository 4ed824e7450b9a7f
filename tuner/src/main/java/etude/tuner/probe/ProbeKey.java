package etude.tuner.probe;

import etude.trainer.config.ConfigWriter;
import etude.trainer.config.RunConfig;
import etude.trainer.timing.Setup;
import etude.tuner.process.MemoryLimit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What results depend on: those of another key are not reused.
 *
 * @param facts by name, in words
 */
record ProbeKey(Map<String, String> facts) {
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

    ProbeKey {
        facts = new LinkedHashMap<>(facts);
    }

    static ProbeKey of(RunConfig config, ProbeOptions options, Setup setup) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("config", withoutSize(ConfigWriter.toYaml(config), options.mode()));
        facts.put("mode", options.mode().name());
        facts.put("device", setup.device());
        if (options.ranks() > 1) {
            facts.put("ranks", Integer.toString(options.ranks()));
        }
        facts.put("engine", setup.engine());
        facts.put("machine", thisMachine());
        facts.put(
                "memory limit",
                options.memoryLimit().map(MemoryLimit::toString).orElse("what is available"));
        facts.put("time limit", Double.toString(options.seconds()));
        return new ProbeKey(facts);
    }

    /** The size in the config is not the one that is tried. */
    private static String withoutSize(String yaml, ProbeMode mode) {
        return mode == ProbeMode.TRAINING ? yaml.replaceFirst("(?m)^batch_size: .*\\R", "") : yaml;
    }

    /**
     * The processor's model, or its architecture where the system does not say, and its threads.
     */
    private static String thisMachine() {
        return "%s, %d threads".formatted(processor(), Runtime.getRuntime().availableProcessors());
    }

    private static String processor() {
        try (Stream<String> lines = Files.lines(PROCESSORS)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.replaceFirst(".*:\\s*", ""))
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException e) {
            return System.getProperty("os.arch");
        }
    }

    /** The machine that the results are of. */
    String machine() {
        return facts.getOrDefault("machine", "");
    }

    /** Whether results are of training a config on this machine, whatever its batch size. */
    boolean isOfTraining(RunConfig config) {
        return isOfTrainingHere()
                && withoutSize(ConfigWriter.toYaml(config), ProbeMode.TRAINING).equals(config());
    }

    /** Whether results are of training on this machine. */
    boolean isOfTrainingHere() {
        return ProbeMode.TRAINING.name().equals(facts.get("mode"))
                && thisMachine().equals(machine());
    }

    /** The config that the results are of, without the size that was tried. */
    String config() {
        return facts.getOrDefault("config", "");
    }

    /** The names of the facts in which two keys differ. */
    List<String> differences(ProbeKey other) {
        return facts.entrySet().stream()
                .filter(fact -> !fact.getValue().equals(other.facts.get(fact.getKey())))
                .map(Map.Entry::getKey)
                .toList();
    }
}
