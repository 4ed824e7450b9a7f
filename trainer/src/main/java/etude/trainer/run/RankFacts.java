package etude.trainer.run;

import ai.djl.Device;
import etude.trainer.config.ConfigDifferences;
import etude.trainer.config.ConfigLoader;
import etude.trainer.config.ConfigWriter;
import etude.trainer.config.RunConfig;
import etude.trainer.engine.DeviceFacts;
import etude.trainer.engine.ProcessorType;
import java.util.List;
import java.util.Optional;

/**
 * What ranks must have alike before they read data: otherwise their weights would drift apart.
 *
 * @param etude version and commit
 * @param device in words: a GPU by its name, a CPU by its type, since each has kernels of its own
 * @param config as the user wants it, in YAML
 */
record RankFacts(String etude, String device, String config) {
    private static final int LINES = 3;

    static RankFacts of(RunConfig wanted, Device device) {
        String words =
                device.isGpu()
                        ? DeviceFacts.of(device).getOrDefault("gpu", "a GPU")
                        : "a CPU, " + ProcessorType.ofThisMachine().words();
        return new RankFacts(Versions.etude(), words, ConfigWriter.toYaml(wanted));
    }

    /**
     * As ranks send it. The version comes first and in a line of its own, for another one may write
     * the rest otherwise.
     */
    String text() {
        return String.join("\n", etude, device, config);
    }

    /**
     * How this rank differs from rank 0, in the first thing that is not alike.
     *
     * @param first the text of rank 0
     */
    Optional<String> difference(String first) {
        String[] lines = first.split("\n", LINES);
        return differs("another Etude", etude, lines[0])
                .or(() -> differs("another device", device, lines[1]))
                .or(() -> anotherConfig(lines[2]));
    }

    private Optional<String> anotherConfig(String first) {
        List<String> settings =
                ConfigDifferences.between(
                        ConfigLoader.parse(first, "the config of rank 0", List.of()),
                        ConfigLoader.parse(config, "the config of this rank", List.of()));
        return settings.isEmpty()
                ? Optional.empty()
                : Optional.of("another config: " + String.join("; ", settings));
    }

    /** The difference of one thing, if there is one. */
    static Optional<String> differs(String what, String own, String first) {
        return own.equals(first)
                ? Optional.empty()
                : Optional.of("%s: %s, where rank 0 has %s".formatted(what, own, first));
    }
}
